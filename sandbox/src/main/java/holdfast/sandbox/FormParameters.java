package holdfast.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Form-encoded parameters, nested by brackets: `line_items[0][price_data][currency]=eur`.
final class FormParameters {
    private static final Pattern NUMBER = Pattern.compile("\\[\\d+\\]");
    private final Map<String, String> values = new TreeMap<>();

    static FormParameters parse(String... forms) {
        FormParameters parameters = new FormParameters();
        for (String form : forms) {
            for (String pair : form.split("&", -1)) {
                if (!pair.isEmpty()) {
                    int equals = pair.indexOf('=');
                    String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                    parameters.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1)));
                }
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw StripeErrorException.invalid(null, "Invalid form encoding: " + text, null);
        }
    }

    /// `expand[]` twice is `expand[0]` and `expand[1]`.
    private void put(String name, String value) {
        String numbered = name;
        if (name.endsWith("[]")) {
            String list = name.substring(0, name.length() - 2);
            int number = 0;
            while (values.containsKey(list + "[" + number + "]")) {
                number++;
            }
            numbered = list + "[" + number + "]";
        }
        values.put(numbered, value);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    String required(String name) {
        return text(name).orElseThrow(() -> StripeErrorException.parameterMissing(name));
    }

    OptionalLong integer(String name) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text.get()));
        } catch (NumberFormatException broken) {
            throw StripeErrorException.invalid("parameter_invalid_integer",
                    "Invalid integer: " + text.get(), name);
        }
    }

    long requiredInteger(String name) {
        return integer(name).orElseThrow(() -> StripeErrorException.parameterMissing(name));
    }

    boolean truth(String name, boolean otherwise) {
        return switch (text(name).orElse("")) {
            case "" -> otherwise;
            case "true" -> true;
            case "false" -> false;
            default -> throw StripeErrorException.invalid(null, "Invalid boolean", name);
        };
    }

    String choice(String name, String otherwise, Collection<String> choices) {
        String chosen = text(name).orElse(otherwise);
        if (!choices.contains(chosen)) {
            throw StripeErrorException.invalid(null, "Invalid " + name + ": must be one of "
                    + String.join(", ", choices), name);
        }
        return chosen;
    }

    List<String> list(String name) {
        List<String> found = new ArrayList<>();
        values.forEach((key, value) -> {
            if (key.startsWith(name + "[")) {
                found.add(value);
            }
        });
        return found;
    }

    /// How many items a list of objects has; they are numbered from 0.
    int count(String name) {
        int count = 0;
        while (hasBelow(name + "[" + count + "]")) {
            count++;
        }
        return count;
    }

    private boolean hasBelow(String prefix) {
        return values.keySet().stream().anyMatch(key -> key.startsWith(prefix));
    }

    /// Metadata; an empty value removes what `before` has under that key.
    ObjectNode metadata(String name, ObjectNode before) {
        ObjectNode metadata = before.deepCopy();
        values.forEach((key, value) -> {
            if (key.startsWith(name + "[") && key.endsWith("]")) {
                String field = key.substring(name.length() + 1, key.length() - 1);
                if (field.length() > 40 || value.length() > 500) {
                    throw StripeErrorException.invalid(null,
                            "Metadata keys have at most 40 characters, "
                                    + "values at most 500",
                            key);
                }
                if (value.isEmpty()) {
                    metadata.remove(field);
                } else {
                    metadata.put(field, value);
                }
            }
        });
        if (metadata.size() > 50) {
            throw StripeErrorException.invalid(null, "Metadata can have at most 50 keys", name);
        }
        return metadata;
    }

    /// Refuses a parameter that no pattern allows. `line_items[][quantity]` allows any item, and
    /// `metadata[*]` any key.
    void allowOnly(Collection<String> patterns) {
        for (String name : values.keySet()) {
            String pattern = NUMBER.matcher(name).replaceAll("[]");
            boolean allowed = patterns.stream().anyMatch(each -> each.endsWith("[*]")
                    ? name.startsWith(each.substring(0, each.length() - 2))
                    : each.equals(pattern));
            if (!allowed) {
                throw StripeErrorException.invalid("parameter_unknown",
                        "Received unknown parameter: " + name, name);
            }
        }
    }

    /// A value by a path with dots, as controls name it: `metadata.hold`.
    Optional<String> at(String path) {
        String[] names = path.split("\\.", -1);
        StringBuilder name = new StringBuilder(names[0]);
        for (int at = 1; at < names.length; at++) {
            name.append('[').append(names[at]).append(']');
        }
        return text(name.toString());
    }

    /// The same for the same parameters in any order.
    String canonical() {
        return values.toString();
    }
}
