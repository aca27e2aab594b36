package holdfast.server.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// One thing that can be set.
///
/// @param name     of the environment variable, and of the line in the file
/// @param fallback what it is when nobody says anything, as text; empty for nothing
/// @param right    what would be right, to go on after "must be"
/// @param about    one sentence for people
/// @param secret   whether its value is never shown
/// @param reader   makes a value of a text; whatever it throws means that the text is not right
public record Setting<T>(
        String name, String fallback, String right, String about, boolean secret,
        Function<String, T> reader) {

    /// The same setting, whose value is never shown.
    public Setting<T> hidden() {
        return new Setting<>(name, fallback, right, about, true, reader);
    }

    /// The same setting, for which nothing is a value too.
    public Setting<Optional<T>> optional() {
        return new Setting<>(name, fallback, right, about, secret,
                text -> text.isEmpty() ? Optional.empty() : Optional.of(reader.apply(text)));
    }

    /// The same setting, whose value is made into something else.
    public <U> Setting<U> as(Function<T, U> other) {
        return new Setting<>(name, fallback, right, about, secret, reader.andThen(other));
    }

    public static <T> Setting<T> of(
            String name, String fallback, String right, String about, Function<String, T> reader) {
        return new Setting<>(name, fallback, right, about, false, reader);
    }

    public static Setting<Integer> number(
            String name, String fallback, int least, int most, String about) {
        return of(name, fallback, "a whole number from " + least + " to " + most, about,
                text -> {
                    int value = Integer.parseInt(text);
                    require(value >= least && value <= most);
                    return value;
                });
    }

    public static Setting<Duration> duration(
            String name, String fallback, Duration least, Duration most, String about) {
        return of(name, fallback, "a duration from " + least + " to " + most + ", as in PT30S",
                about, text -> {
                    Duration value = Duration.parse(text);
                    require(value.compareTo(least) >= 0 && value.compareTo(most) <= 0);
                    return value;
                });
    }

    public static Setting<Path> path(String name, String fallback, String about) {
        return of(name, fallback, "a path", about, text -> {
            try {
                require(!text.isEmpty());
                return Path.of(text);
            } catch (InvalidPathException nonsense) {
                throw new IllegalArgumentException(nonsense);
            }
        });
    }

    public static Setting<String> oneOf(
            String name, String fallback, List<String> words, String about) {
        return of(name, fallback, "one of " + String.join(", ", words), about, text -> {
            String word = text.toLowerCase(Locale.ROOT);
            require(words.contains(word));
            return word;
        });
    }

    /// Visible characters without a space, as many as fit into a header.
    public static Setting<String> word(String name, String right, String about) {
        return of(name, "", right, about, text -> {
            require(text.matches("[!-~]{1,500}"));
            return text;
        });
    }

    public static void require(boolean right) {
        if (!right) {
            throw new IllegalArgumentException("out of bounds");
        }
    }
}
