package holdfast.guards;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Words that a name must not use: those without a meaning, and synonyms of a word of the domain.
public final class BannedWords {
    private static final Set<String> EMPTY = Set.of(
            "util", "utils", "utility", "utilities", "common", "commons", "internal", "internals",
            "impl", "manager", "managers", "helper", "helpers", "misc");
    private static final Map<String, String> SYNONYMS = Map.of(
            "reservation", "hold or booking",
            "allocation", "claim",
            "slot", "start, or window");
    /// Only the first word of a name: elsewhere these are an order of rows or a database's lock.
    private static final Map<String, String> SYNONYMS_IN_FRONT = Map.of(
            "order", "hold or booking",
            "lock", "hold");

    private BannedWords() {}

    /// The complaint about a name in CamelCase, snake_case or with dots, if there is one.
    public static Optional<String> complaint(String name) {
        List<String> words = List.of(name
                .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
                .toLowerCase(Locale.ROOT)
                .split("[._]", -1));
        for (String word : words) {
            if (EMPTY.contains(word)) {
                return Optional.of("\"" + word + "\" says nothing: say what it does");
            }
            if (SYNONYMS.containsKey(singular(word))) {
                return Optional.of("say " + SYNONYMS.get(singular(word)) + ", not " + word);
            }
        }
        String first = words.getFirst();
        return Optional.ofNullable(SYNONYMS_IN_FRONT.get(singular(first)))
                .map(word -> "say " + word + ", not " + first);
    }

    private static String singular(String word) {
        return word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    }
}
