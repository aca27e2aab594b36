package holdfast.server.catalog;

import holdfast.Invalid;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.util.Optional;
import java.util.regex.Pattern;

/// A stored picture where an entry shows it.
///
/// @param alt what is to be seen, for those who do not see it
public record Picture(String id, String alt) {
    /// A picture's id: the beginning of the SHA-256 of what was uploaded.
    public static final Pattern ID = Pattern.compile("pic_[0-9a-f]{32}");

    static Optional<Picture> read(Fields fields, String field) {
        return fields.maybeObject(field).map(each -> {
            String id = each.text("id", 36);
            if (!ID.matcher(id).matches()) {
                throw new Invalid(each.name("id"), "must be the id of a picture");
            }
            Picture picture = new Picture(id, each.text("alt", 300));
            each.done();
            return picture;
        });
    }

    void write(Json json) {
        json.put("id", id).put("alt", alt);
    }

    static void write(Json json, String field, Optional<Picture> picture) {
        picture.ifPresent(each -> json.object(field, each::write));
    }
}
