package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.catalog.Money;
import holdfast.server.web.Language;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// How the desk writes what the API answers, and reads the amounts that staff type.
final class ApiText {
    private static final Pattern INSTANT = Pattern.compile(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:\\d\\d)");

    private ApiText() {}

    static Optional<Money> money(JsonNode money) {
        return money.isObject() ? Optional.of(
                new Money(money.path("amount").asLong(), money.path("currency").asText()))
                : Optional.empty();
    }

    /// An amount in words; empty if there is none.
    static String money(Language language, JsonNode money) {
        return money(money).map(language::money).orElse("");
    }

    /// A typed amount, as in 12.50 or 12,50; empty if it is none.
    static Optional<Money> typed(String text, String currency) {
        Money nothing = new Money(0, currency);
        if (!text.strip().matches("[0-9]{1,9}([.,][0-9]{1,3})?")) {
            return Optional.empty();
        }
        int digits = Math.max(0, Currency.getInstance(nothing.currency())
                .getDefaultFractionDigits());
        BigDecimal smallest = new BigDecimal(text.strip().replace(',', '.'))
                .movePointRight(digits).stripTrailingZeros();
        return smallest.scale() > 0 ? Optional.empty()
                : Optional.of(new Money(smallest.longValueExact(), currency));
    }

    /// An amount as staff type it.
    static String plain(Money money) {
        int digits = Math.max(0,
                Currency.getInstance(money.currency()).getDefaultFractionDigits());
        return BigDecimal.valueOf(money.amount(), digits).toPlainString();
    }

    static ZoneId zone(JsonNode of) {
        return of.path("timeZone").isTextual() ? ZoneId.of(of.path("timeZone").asText())
                : ZoneOffset.UTC;
    }

    /// The zone of a booking's first item, in which its times are told.
    static ZoneId zoneOf(JsonNode booking) {
        return zone(booking.path("items").path(0));
    }

    static String moment(Language language, String at, ZoneId zone) {
        return brief(language, Instant.from(OffsetDateTime.parse(at)).atZone(zone));
    }

    static String brief(Language language, ZonedDateTime at) {
        return language.say("format.moment", language.shortDate(at.toLocalDate()),
                language.time(at.toLocalTime()));
    }

    /// A sentence of the API with its times as staff read them.
    static String readable(Language language, String sentence, ZoneId zone) {
        return INSTANT.matcher(sentence).replaceAll(
                found -> Matcher.quoteReplacement(moment(language, found.group(), zone)));
    }

    /// When the item takes place; empty if it does not say.
    static String when(Language language, JsonNode item) {
        return item.path("start").isTextual()
                ? moment(language, item.path("start").asText(), zone(item)) : "";
    }

    /// What the item is: its name, its area and its seats or how many places.
    static String what(JsonNode item) {
        List<String> parts = new ArrayList<>();
        parts.add(item.path("name").asText());
        if (item.path("area").isTextual()) {
            parts.add(item.path("area").asText());
        }
        if (item.path("kind").asText().equals("seats")) {
            parts.add(String.join(", ", texts(item.path("seats"))));
        }
        if (item.path("tier").isTextual()) {
            parts.add(item.path("tier").asText());
        }
        String text = String.join(" · ", parts);
        return item.path("kind").asText().equals("capacity")
                ? item.path("quantity").asLong() + " × " + text : text;
    }

    static List<String> texts(JsonNode array) {
        return all(array).stream().map(JsonNode::asText).toList();
    }

    static List<JsonNode> all(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /// The items of a list that the API answered; none if it refused.
    static List<JsonNode> items(DeskAnswer answer) {
        return answer instanceof DeskAnswer.Done done ? all(done.json().path("items"))
                : List.of();
    }
}
