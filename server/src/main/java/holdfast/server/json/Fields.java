package holdfast.server.json;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.Invalid;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A JSON object from a client, read field by field. An error is an {@link Invalid} that names the
/// field by its full path, as in `areas[0].price.amount`. {@link #done} refuses unknown fields.
public final class Fields {
    private static final int LONGEST = 10_000;

    private final JsonNode node;
    private final String path;
    private final Set<String> asked = new HashSet<>();

    Fields(JsonNode node, String path) {
        this.node = node;
        this.path = path;
        if (!node.isObject()) {
            throw new Invalid(path.isEmpty() ? "body" : path, "must be an object");
        }
    }

    /// A nested object.
    public static Fields of(JsonNode node, String path) {
        return new Fields(node, path);
    }

    /// The field's full path.
    public String name(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    /// Refuses fields that were not read.
    public void done() {
        for (String field : (Iterable<String>) node::fieldNames) {
            if (!asked.contains(field)) {
                throw new Invalid(name(shown(field)), "is not a known field here");
            }
        }
    }

    /// A client's field name may be long or unprintable; a message should not be.
    private static String shown(String field) {
        String text = field.length() > 60 ? field.substring(0, 60) + "…" : field;
        return text.replaceAll("\\p{C}", "?");
    }

    private @Nullable JsonNode find(String field) {
        asked.add(field);
        JsonNode found = node.get(field);
        return found == null || found.isNull() ? null : found;
    }

    private <T> T need(String field, Function<JsonNode, T> read) {
        JsonNode found = find(field);
        if (found == null) {
            throw new Invalid(name(field), "is missing");
        }
        return read.apply(found);
    }

    private <T> Optional<T> maybe(String field, Function<JsonNode, T> read) {
        JsonNode found = find(field);
        return found == null ? Optional.empty() : Optional.of(read.apply(found));
    }

    /// The names of all fields, where they are data themselves.
    public List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    public boolean has(String field) {
        return find(field) != null;
    }

    /// The field's value as JSON.
    public Optional<JsonNode> raw(String field) {
        return Optional.ofNullable(find(field));
    }

    public String text(String field) {
        return need(field, found -> Texts.text(name(field), found, LONGEST));
    }

    public Optional<String> maybeText(String field) {
        return maybe(field, found -> Texts.text(name(field), found, LONGEST));
    }

    /// A text of several lines.
    public Optional<String> maybeProse(String field) {
        return maybe(field, found -> {
            if (!found.isTextual()) {
                throw new Invalid(name(field), "must be a text");
            }
            Texts.checked(name(field), found.textValue().replaceAll("[\\n\\r\\t]", " "), LONGEST);
            return found.textValue();
        });
    }

    /// A text of at most so many characters, without control characters.
    public String text(String field, int longest) {
        return need(field, found -> Texts.text(name(field), found, longest));
    }

    public Optional<String> maybeText(String field, int longest) {
        return maybe(field, found -> Texts.text(name(field), found, longest));
    }

    public long number(String field, long least, long most) {
        return need(field, found -> Texts.number(name(field), found, least, most));
    }

    public Optional<Long> maybeNumber(String field, long least, long most) {
        return maybe(field, found -> Texts.number(name(field), found, least, most));
    }

    /// A number that need not be whole.
    public double decimal(String field, long least, long most) {
        return need(field, found -> {
            if (!found.isNumber() || found.doubleValue() < least || found.doubleValue() > most) {
                throw new Invalid(name(field), "must be a number from " + least + " to " + most);
            }
            return found.doubleValue();
        });
    }

    public boolean flag(String field, boolean otherwise) {
        return maybe(field, found -> {
            if (!found.isBoolean()) {
                throw new Invalid(name(field), "must be true or false");
            }
            return found.booleanValue();
        }).orElse(otherwise);
    }

    public Fields object(String field) {
        return need(field, found -> new Fields(found, name(field)));
    }

    public Optional<Fields> maybeObject(String field) {
        return maybe(field, found -> new Fields(found, name(field)));
    }

    /// The objects of an array, each read by `read`; none when the field is missing.
    public <T> List<T> objects(String field, int most, Function<Fields, T> read) {
        return each(field, most, (found, name) -> {
            Fields fields = new Fields(found, name);
            T made = fields.make(() -> read.apply(fields));
            fields.done();
            return made;
        });
    }

    public List<String> texts(String field, int most) {
        return each(field, most, (found, name) -> Texts.text(name, found, 200));
    }

    /// Reads one element of an array; gets the element's full name.
    @FunctionalInterface
    public interface Element<T> {
        T read(JsonNode found, String name);
    }

    public <T> List<T> each(String field, int most, Element<T> element) {
        JsonNode found = find(field);
        if (found == null) {
            return List.of();
        }
        if (!found.isArray()) {
            throw new Invalid(name(field), "must be an array");
        }
        if (found.size() > most) {
            throw new Invalid(name(field), "must have at most " + most + " entries");
        }
        List<T> all = new ArrayList<>(found.size());
        for (int at = 0; at < found.size(); at++) {
            all.add(element.read(found.get(at), name(field) + "[" + at + "]"));
        }
        return all;
    }

    /// A moment with its offset, as in `2026-12-12T20:00:00+01:00`.
    public OffsetDateTime moment(String field) {
        return need(field, found -> Texts.moment(name(field), found));
    }

    public Optional<OffsetDateTime> maybeMoment(String field) {
        return maybe(field, found -> Texts.moment(name(field), found));
    }

    public Instant instant(String field) {
        return moment(field).toInstant();
    }

    public ZoneId zone(String field) {
        return need(field, found -> {
            String text = Texts.text(name(field), found, 60);
            try {
                return Texts.zone(text);
            } catch (DateTimeException unknown) {
                throw new Invalid(name(field),
                        "must be a time zone's name, as in Europe/Berlin");
            }
        });
    }

    /// A duration in ISO 8601, as in `PT45M` or `P90D`.
    public Optional<Duration> maybeDuration(String field) {
        return maybe(field, found -> {
            String text = Texts.text(name(field), found, 60);
            try {
                return text.startsWith("PT") || text.contains("T") ? Duration.parse(text)
                        : Duration.ofDays(days(Period.parse(text)));
            } catch (DateTimeParseException | ArithmeticException nonsense) {
                throw new Invalid(name(field), "must be a duration, as in PT45M");
            }
        });
    }

    private static int days(Period period) {
        if (period.getYears() != 0 || period.getMonths() != 0) {
            throw new ArithmeticException("months are of different lengths");
        }
        return period.getDays();
    }

    public Duration duration(String field) {
        return maybeDuration(field)
                .orElseThrow(() -> new Invalid(name(field), "is missing"));
    }

    /// Calls a constructor that names a field otherwise than the client; an error names the
    /// client's field.
    public <T> T named(String theirs, String sent, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (Invalid wrong) {
            if (!wrong.field().equals(theirs)) {
                throw wrong;
            }
            throw new Invalid(name(sent), wrong.complaint());
        }
    }

    /// Calls a constructor; the path of these fields is prepended to its errors.
    public <T> T make(Supplier<T> maker) {
        try {
            return maker.get();
        } catch (Invalid wrong) {
            if (path.isEmpty() || wrong.field().equals(path)
                    || wrong.field().startsWith(path + ".")
                    || wrong.field().startsWith(path + "[")) {
                throw wrong;
            }
            throw new Invalid(name(wrong.field()), wrong.complaint());
        }
    }
}
