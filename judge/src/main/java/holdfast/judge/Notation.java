package holdfast.judge;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes operations as lines of text, so that a history survives its process:
///
/// ```
/// ? 12 anna 730112 @2026-12-01T10:00:00Z RecordedCall.Find("w", "hld_1")
/// ! 12 730998 @2026-12-01T10:00:00.001Z +Hold.Cancelled(…)
/// ```
///
/// A `?` line is a request, an `!` line its answer. A record is its name and its components in
/// parentheses. A list is in square brackets. An optional is `+` and its value, or `-`.
final class Notation {
    private Notation() {}

    static String asked(Operation operation) {
        return "? " + operation.number() + " " + word(operation.client()) + " "
                + moment(operation.invoked()) + " " + write(operation.call());
    }

    static String heard(Operation operation) {
        return "! " + operation.number() + " " + moment(operation.answered()) + " "
                + write(operation.answer());
    }

    private static String word(String client) {
        return client.replace(' ', '_');
    }

    private static String moment(Moment moment) {
        return moment.nanos() + " @" + moment.clock();
    }

    static String write(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        write(text, value);
        return text.toString();
    }

    private static void write(StringBuilder text, @Nullable Object value) {
        switch (value) {
            case null -> text.append("null");
            case String word -> quote(text, word);
            case Integer number -> text.append(number);
            case Long number -> text.append(number);
            case Boolean truth -> text.append(truth);
            case Enum<?> constant -> text.append(constant.name());
            case Instant instant -> text.append('@').append(instant);
            case Duration duration -> quote(text, duration.toString());
            case ZoneId zone -> quote(text, zone.getId());
            case LocalTime time -> quote(text, time.toString());
            case Optional<?> optional when optional.isEmpty() -> text.append('-');
            case Optional<?> optional -> write(text.append('+'), optional.orElseThrow());
            case List<?> list -> list(text, list);
            case Map<?, ?> map -> map(text, map);
            case Record parts -> parts(text, parts);
            default -> throw new IllegalArgumentException("no notation for " + value.getClass());
        }
    }

    private static void list(StringBuilder text, List<?> list) {
        text.append('[');
        String between = "";
        for (Object each : list) {
            write(text.append(between), each);
            between = ", ";
        }
        text.append(']');
    }

    private static void map(StringBuilder text, Map<?, ?> map) {
        text.append('{');
        String between = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            write(text.append(between), entry.getKey());
            write(text.append(": "), entry.getValue());
            between = ", ";
        }
        text.append('}');
    }

    private static void parts(StringBuilder text, Record parts) {
        text.append(name(parts.getClass())).append('(');
        String between = "";
        for (RecordComponent component : parts.getClass().getRecordComponents()) {
            write(text.append(between), read(component, parts));
            between = ", ";
        }
        text.append(')');
    }

    private static @Nullable Object read(RecordComponent component, Record from) {
        try {
            return component.getAccessor().invoke(from);
        } catch (IllegalAccessException | InvocationTargetException hidden) {
            throw new IllegalArgumentException("cannot read " + component, hidden);
        }
    }

    /// The name within its package, with the enclosing classes.
    static String name(Class<?> type) {
        Class<?> around = type.getEnclosingClass();
        return around == null ? type.getSimpleName() : name(around) + "." + type.getSimpleName();
    }

    private static void quote(StringBuilder text, String word) {
        text.append('"');
        for (int at = 0; at < word.length(); at++) {
            char c = word.charAt(at);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c == '\n') {
                text.append("\\n");
            } else if (c == '\r') {
                text.append("\\r");
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
