package holdfast.guards;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Words that a name must not use: those without a meaning, and synonyms of a word of the domain.
/// And words that no text uses, because they are metaphors or hide who acts.
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
    /// Types were called so. The word alone does not say what the type is.
    private static final Set<String> TYPES = Set.of(
            "Turnstile", "Desk", "Desks", "Serving", "Watcher", "Ahead", "Foresight", "Foreseen",
            "Ask", "Locked", "Replays", "Past", "Seeing", "Telling", "Shelf", "Shelves", "Cause",
            "Lost", "Onlookers", "Aim", "Fit", "Label", "Words", "News", "Footing", "Leash",
            "Surely", "Tenure", "Tenures", "Uses", "Rumours", "Entrance", "Gate", "Elsewhere",
            "Patience", "Witness", "Board", "Sheet", "Tape", "Scarcity", "Following", "Together",
            "Measured", "Counting", "Occupying", "Register", "Deeds", "Told", "Portion",
            "Trouble", "Home");
    private static final Set<String> METAPHORS = Set.of(
            "turnstile", "broom", "shelf", "foresight", "onlooker", "footing", "leash", "rumour",
            "herald", "crier", "clerk", "scarcity", "entrance", "tape", "tale", "weather");
    private static final Set<String> INDEFINITE = Set.of("whoever", "whomever", "anybody");
    private static final Pattern WORD = Pattern.compile("[a-z]+");

    private BannedWords() {}

    /// The complaint about a name in CamelCase, snake_case or with dots, if there is one.
    public static Optional<String> complaint(String name) {
        List<String> words = List.of(split(name).split("[._]", -1));
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

    /// The complaint about the simple name of a type, if there is one.
    public static Optional<String> complaintAboutType(String simpleName) {
        return TYPES.contains(simpleName)
                ? Optional.of("\"" + simpleName + "\" says too little: say what the type is")
                : complaint(simpleName);
    }

    /// The complaint about a line of any file, if there is one.
    public static Optional<String> complaintAboutText(String line) {
        return WORD.matcher(split(line)).results()
                .flatMap(found -> inText(found.group()).stream())
                .findFirst();
    }

    private static Optional<String> inText(String word) {
        if (METAPHORS.contains(singular(word))) {
            return Optional.of("\"" + word + "\" is a metaphor: use the domain's word");
        }
        return INDEFINITE.contains(word)
                ? Optional.of("\"" + word + "\" hides who acts: name the actor")
                : Optional.empty();
    }

    private static String split(String name) {
        return name
                .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }

    private static String singular(String word) {
        return word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    }
}
