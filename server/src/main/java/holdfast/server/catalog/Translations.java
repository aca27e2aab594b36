package holdfast.server.catalog;

import holdfast.Invalid;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// An entry's texts in other languages than the one it was written in: by language, then by the
/// name of the field.
public record Translations(Map<String, Map<String, String>> languages) {
    public static final Translations NONE = new Translations(Map.of());
    private static final String FIELD = "translations";
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");
    private static final int LONGEST_LINE = 300;

    /// @param lines the fields of one line that can be translated
    /// @param prose those of several lines
    static Translations read(Fields fields, List<String> lines, List<String> prose) {
        return fields.maybeObject(FIELD).map(all -> {
            Map<String, Map<String, String>> languages = new TreeMap<>();
            for (String language : all.names()) {
                if (!LANGUAGE.matcher(language).matches()) {
                    throw new Invalid(all.name(language), "must be a language, as in de");
                }
                languages.put(language, texts(all.object(language), lines, prose));
            }
            return new Translations(languages);
        }).orElse(NONE);
    }

    private static Map<String, String> texts(
            Fields fields, List<String> lines, List<String> prose) {
        Map<String, String> texts = new TreeMap<>();
        lines.forEach(field -> fields.maybeText(field, LONGEST_LINE)
                .ifPresent(text -> texts.put(field, text)));
        prose.forEach(field -> fields.maybeProse(field)
                .ifPresent(text -> texts.put(field, text)));
        fields.done();
        return texts;
    }

    void write(Json json) {
        if (!languages.isEmpty()) {
            json.object(FIELD, all -> languages.forEach(
                    (language, texts) -> all.object(language, out -> texts.forEach(out::put))));
        }
    }

    private Optional<String> text(String language, String field) {
        return Optional.ofNullable(languages.get(language))
                .flatMap(texts -> Optional.ofNullable(texts.get(field)));
    }

    String line(String language, String field, String own) {
        return text(language, field).orElse(own);
    }

    Optional<String> prose(String language, String field, Optional<String> own) {
        return text(language, field).or(() -> own);
    }
}
