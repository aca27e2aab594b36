package holdfast.server.catalog;

import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.util.List;
import java.util.Optional;

/// How an event, a service or a person is shown: its picture, and its texts in other languages.
public record Presentation(Optional<Picture> picture, Translations translations) {

    static Presentation read(Fields fields, List<String> prose) {
        return new Presentation(Picture.read(fields, "picture"),
                Translations.read(fields, List.of("name", "alt"), prose));
    }

    void write(Json json) {
        Picture.write(json, "picture", picture);
        translations.write(json);
    }

    String name(String language, String own) {
        return translations.line(language, "name", own);
    }

    Optional<String> description(String language, Optional<String> own) {
        return translations.prose(language, "description", own);
    }

    /// With the picture described in this language.
    Presentation in(String language) {
        return new Presentation(picture.map(each -> new Picture(
                each.id(), translations.line(language, "alt", each.alt()))), translations);
    }
}
