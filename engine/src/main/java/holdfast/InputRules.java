package holdfast;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// Input validation. Each value from outside is checked once, in the constructor of the record that
/// carries it, so that no later code needs to check it.
final class InputRules {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.:~-]{1,64}");

    private InputRules() {}

    static String id(String field, String value) {
        if (!ID.matcher(value).matches()) {
            throw new Invalid(field, "must be 1 to 64 letters, digits or _ . : ~ -");
        }
        return value;
    }

    static String text(String field, String value, int longest) {
        if (value.isBlank() || value.length() > longest) {
            throw new Invalid(field, "must have 1 to " + longest + " characters");
        }
        for (int at = 0; at < value.length(); at++) {
            char c = value.charAt(at);
            if (Character.isISOControl(c) || unpaired(value, at)) {
                throw new Invalid(field, "must not contain control characters");
            }
        }
        return value;
    }

    static String note(String value) {
        return text("note", value, 4_000);
    }

    static long between(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw new Invalid(field, "must be from " + least + " to " + most);
        }
        return value;
    }

    static Duration between(String field, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new Invalid(field, "must be from " + least + " to " + most);
        }
        return value;
    }

    static <T> List<T> some(String field, List<T> values, int most) {
        if (values.isEmpty() || values.size() > most) {
            throw new Invalid(field, "must have 1 to " + most + " entries");
        }
        return List.copyOf(values);
    }

    /// PostgreSQL stores UTF-8, which has no halves of a surrogate pair.
    private static boolean unpaired(String value, int at) {
        char c = value.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1));
        }
        return Character.isLowSurrogate(c)
                && (at == 0 || !Character.isHighSurrogate(value.charAt(at - 1)));
    }
}
