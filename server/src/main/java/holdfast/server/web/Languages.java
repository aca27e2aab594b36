package holdfast.server.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// The languages of the pages, and the choice of a visitor's language.
public final class Languages {
    /// The first one is the fallback.
    public static final List<String> ALL = List.of("en", "de");

    private final Map<String, Map<String, String>> messages = new HashMap<>();

    /// Reads sets of message files, each `name_en.properties` and its like. It fails at the start
    /// if a language lacks a message of the first one.
    public Languages(String... names) {
        for (String language : ALL) {
            Map<String, String> texts = new HashMap<>();
            for (String name : names) {
                texts.putAll(read(name + "_" + language + ".properties"));
            }
            messages.put(language, Map.copyOf(texts));
        }
        Map<String, String> first = messages.getOrDefault(ALL.getFirst(), Map.of());
        messages.forEach((language, texts) -> {
            if (!texts.keySet().equals(first.keySet())) {
                throw new IllegalStateException(
                        language + " has other messages of " + String.join(" and ", names)
                                + " than " + ALL.getFirst());
            }
        });
    }

    private static Map<String, String> read(String file) {
        Properties properties = new Properties();
        String path = "/holdfast/web/messages/" + file;
        try (InputStream in = Languages.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("no messages " + file);
            }
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        Map<String, String> texts = new HashMap<>();
        properties.stringPropertyNames()
                .forEach(key -> texts.put(key, properties.getProperty(key)));
        return Map.copyOf(texts);
    }

    /// Those of these languages that there are messages for; all if there are none.
    public static List<String> known(List<String> languages) {
        List<String> found = languages.stream().filter(ALL::contains).distinct().toList();
        return found.isEmpty() ? ALL : found;
    }

    /// The language that the visitor chose, or the first one in the browser's list that is
    /// supported. The region stays the visitor's, because it decides the formats of dates and
    /// numbers.
    public Language of(Optional<String> chosen, String accepted) {
        return of(chosen, accepted, ALL);
    }

    /// The same of some languages only.
    ///
    /// @param offered the first one is the fallback
    public Language of(Optional<String> chosen, String accepted, List<String> offered) {
        Optional<String> choice = chosen.filter(offered::contains);
        Locale wanted = ranges(accepted).stream()
                .map(range -> Locale.forLanguageTag(range.getRange()))
                .filter(locale -> choice.map(each -> locale.getLanguage().equals(each))
                        .orElse(offered.contains(locale.getLanguage())))
                .findFirst().orElse(Locale.forLanguageTag(choice.orElse(offered.getFirst())));
        return new Language(wanted, messages.getOrDefault(
                wanted.getLanguage(), messages.getOrDefault(ALL.getFirst(), Map.of())));
    }

    private static List<Locale.LanguageRange> ranges(String accepted) {
        if (accepted.isBlank() || accepted.length() > 300) {
            return List.of();
        }
        try {
            return Locale.LanguageRange.parse(accepted);
        } catch (IllegalArgumentException nonsense) {
            return List.of();
        }
    }
}
