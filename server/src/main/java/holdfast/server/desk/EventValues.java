package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import holdfast.server.web.Form;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/// Turns values of forms into the API's JSON and back: moments in a zone, amounts, percentages.
/// What cannot be turned is sent as it is, so that the API refuses it.
final class EventValues {
    private EventValues() {}

    /// A moment as `<input type=datetime-local>` has it.
    static String local(String moment, ZoneId zone) {
        return moment.isEmpty() ? "" : OffsetDateTime.parse(moment).atZoneSameInstant(zone)
                .toLocalDateTime().withSecond(0).withNano(0).toString();
    }

    static String moment(String local, ZoneId zone) {
        try {
            return LocalDateTime.parse(local).atZone(zone).toOffsetDateTime().toString()
                    .replaceFirst("T(\\d\\d:\\d\\d)([Z+-])", "T$1:00$2");
        } catch (DateTimeException odd) {
            return local;
        }
    }

    static ZoneId zone(String id) {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException odd) {
            return ZoneId.of("UTC");
        }
    }

    /// Whether both are the same moment, or the same words.
    static boolean same(String one, String other) {
        try {
            return Instant.from(OffsetDateTime.parse(one))
                    .equals(Instant.from(OffsetDateTime.parse(other)));
        } catch (DateTimeException odd) {
            return one.equals(other);
        }
    }

    private static int digits(String currency) {
        try {
            return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        } catch (IllegalArgumentException unknown) {
            return 2;
        }
    }

    /// An amount as people write it, as in 12.50.
    static String amount(JsonNode price) {
        return price.isMissingNode() ? "" : BigDecimal.valueOf(price.path("amount").asLong(),
                digits(price.path("currency").asText())).toPlainString();
    }

    static JsonNode price(String typed, String currency) {
        ObjectNode price = JsonNodeFactory.instance.objectNode();
        try {
            price.put("amount", new BigDecimal(typed.replace(',', '.').replace(" ", ""))
                    .movePointRight(digits(currency)).longValueExact());
        } catch (ArithmeticException | NumberFormatException odd) {
            price.put("amount", typed);
        }
        return price.put("currency", currency);
    }

    /// A percentage of basis points, as in 19 or 5.5.
    static String percent(JsonNode rate) {
        return rate.isMissingNode() ? "" : BigDecimal.valueOf(rate.asLong(), 2)
                .stripTrailingZeros().toPlainString();
    }

    static void percent(ObjectNode into, String field, String typed) {
        try {
            into.put(field, new BigDecimal(typed.replace(',', '.').replace("%", "").strip())
                    .movePointRight(2).longValueExact());
        } catch (ArithmeticException | NumberFormatException odd) {
            into.put(field, typed);
        }
    }

    static void number(ObjectNode into, String field, String typed) {
        try {
            into.put(field, Long.parseLong(typed));
        } catch (NumberFormatException odd) {
            into.put(field, typed);
        }
    }

    /// Sets a field, or removes it if nothing was typed.
    static void maybe(ObjectNode into, String field, String typed,
            BiConsumer<String, String> set) {
        if (typed.isEmpty()) {
            into.remove(field);
        } else {
            set.accept(field, typed);
        }
    }

    /// Without the fields that a patch would remove: something new has none of them.
    static ObjectNode fresh(ObjectNode json) {
        json.properties().removeIf(field -> field.getValue().isNull());
        json.forEach(value -> {
            if (value instanceof ObjectNode inner) {
                fresh(inner);
            }
        });
        return json;
    }

    static String first(Form form, String name) {
        return form.first(name).orElse("");
    }

    /// An id made of a name, which no other part has.
    static String id(String name, Set<String> others, int longest) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        String base = plain.isEmpty() ? "part" : plain.substring(0,
                Math.min(plain.length(), longest - 3));
        String id = base;
        for (int at = 2; others.contains(id); at++) {
            id = base + "-" + at;
        }
        return id;
    }

    static Set<String> ids(JsonNode parts) {
        Set<String> ids = new HashSet<>();
        parts.forEach(part -> ids.add(part.path("id").asText()));
        return ids;
    }

    /// The values of a form's fields by their paths in the JSON.
    static Map<String, String> texts(JsonNode json, String... fields) {
        Map<String, String> all = new HashMap<>();
        for (String field : fields) {
            all.put(field, json.at("/" + field.replace('.', '/')).asText());
        }
        return all;
    }
}
