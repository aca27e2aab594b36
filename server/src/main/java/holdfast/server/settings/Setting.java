package holdfast.server.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// A setting.
///
/// @param name     the environment variable, and the name in the file
/// @param fallback the default as text; empty for none
/// @param right    describes a valid value, to follow "must be"
/// @param about    a sentence for the documentation
/// @param secret   whether its value is never shown
/// @param reader   parses a text; any exception means that the text is invalid
public record Setting<T>(
        String name, String fallback, String right, String about, boolean secret,
        Function<String, T> reader) {

    /// The same setting, whose value is never shown.
    public Setting<T> hidden() {
        return new Setting<>(name, fallback, right, about, true, reader);
    }

    /// The same setting, without a value if it is not set.
    public Setting<Optional<T>> optional() {
        return new Setting<>(name, fallback, right, about, secret,
                text -> text.isEmpty() ? Optional.empty() : Optional.of(reader.apply(text)));
    }

    /// The same setting with a mapped value.
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

    /// Visible characters without a space, short enough for a header.
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
