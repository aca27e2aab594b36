package holdfast.judge;

import holdfast.Holdfast;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Parses the text of {@link Notation}. It creates only records of this package and of `holdfast`.
final class NotationReader {
    private final String text;
    private int at;

    NotationReader(String text) {
        this.text = text;
    }

    /// The text up to the next space.
    String word() {
        int end = text.indexOf(' ', at);
        String word = text.substring(at, end < 0 ? text.length() : end);
        at = Math.min(text.length(), at + word.length() + 1);
        return word;
    }

    Moment moment() {
        long nanos = Long.parseLong(word());
        return new Moment(nanos, Instant.parse(word().substring(1)));
    }

    Object value() {
        Object value = value(Object.class);
        if (value == null || at != text.length()) {
            throw wrong("one value");
        }
        return value;
    }

    private @Nullable Object value(Type type) {
        char c = text.charAt(at);
        if (c == '"') {
            return quoted(type);
        }
        if (c == '@') {
            at++;
            return Instant.parse(until(",)]} "));
        }
        if (c == '[') {
            return list(argument(type, 0));
        }
        if (c == '{') {
            return map(argument(type, 0), argument(type, 1));
        }
        if (c == '+') {
            at++;
            Object value = value(argument(type, 0));
            return Optional.ofNullable(value);
        }
        if (c == '-' && (at + 1 == text.length() || !Character.isDigit(text.charAt(at + 1)))) {
            at++;
            return Optional.empty();
        }
        return named(type);
    }

    private Object quoted(Type type) {
        StringBuilder word = new StringBuilder();
        for (at++; text.charAt(at) != '"'; at++) {
            char c = text.charAt(at);
            if (c == '\\') {
                at++;
                char escaped = text.charAt(at);
                word.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
            } else {
                word.append(c);
            }
        }
        at++;
        String whole = word.toString();
        if (type == Duration.class) {
            return Duration.parse(whole);
        }
        if (type == ZoneId.class) {
            return ZoneId.of(whole);
        }
        return type == LocalTime.class ? LocalTime.parse(whole) : whole;
    }

    /// A number, a boolean, a constant or a record.
    private @Nullable Object named(Type type) {
        String name = until(",()[]{}: ");
        if (at < text.length() && text.charAt(at) == '(') {
            return made(known(name));
        }
        if (name.equals("null")) {
            return null;
        }
        if (name.equals("true") || name.equals("false")) {
            return Boolean.valueOf(name);
        }
        if (type instanceof Class<?> constants && constants.isEnum()) {
            for (Object constant : constants.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(name)) {
                    return constant;
                }
            }
            throw wrong("one of " + constants);
        }
        if (type == long.class) {
            return Long.valueOf(name);
        }
        return Integer.valueOf(name);
    }

    private String until(String ends) {
        int from = at;
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    private Object made(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] values = new @Nullable Object[components.length];
        at++;
        for (int each = 0; each < components.length; each++) {
            if (each > 0) {
                expect(", ");
            }
            types[each] = components[each].getType();
            values[each] = value(components[each].getGenericType());
        }
        expect(")");
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException refused) {
            throw new IllegalArgumentException("not a " + type + ": " + text, refused);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalArgumentException("cannot make a " + type, impossible);
        }
    }

    private List<@Nullable Object> list(Type element) {
        List<@Nullable Object> list = new ArrayList<>();
        at++;
        while (text.charAt(at) != ']') {
            if (!list.isEmpty()) {
                expect(", ");
            }
            list.add(value(element));
        }
        at++;
        return list;
    }

    private Map<@Nullable Object, @Nullable Object> map(Type key, Type element) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        at++;
        while (text.charAt(at) != '}') {
            if (!map.isEmpty()) {
                expect(", ");
            }
            Object name = value(key);
            expect(": ");
            map.put(name, value(element));
        }
        at++;
        return map;
    }

    private static Type argument(Type type, int place) {
        return type instanceof ParameterizedType whole
                ? whole.getActualTypeArguments()[place] : Object.class;
    }

    private Class<?> known(String name) {
        return Stream.of(RecordedCall.class, Holdfast.class)
                .map(home -> home.getPackageName() + "." + name.replace('.', '$'))
                .flatMap(NotationReader::record)
                .findFirst()
                .orElseThrow(() -> wrong("a record, not " + name));
    }

    private static Stream<Class<?>> record(String name) {
        try {
            return Stream.<Class<?>>of(Class.forName(name)).filter(Class::isRecord);
        } catch (ClassNotFoundException elsewhere) {
            return Stream.empty();
        }
    }

    private void expect(String next) {
        if (!text.startsWith(next, at)) {
            throw wrong(next);
        }
        at += next.length();
    }

    private IllegalArgumentException wrong(String wanted) {
        return new IllegalArgumentException(wanted + " expected at " + at + " in: " + text);
    }
}
