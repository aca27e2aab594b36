package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.web.Language;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/// The history of a booking in the reader's language, and the notes of staff in it.
final class BookingHistory {
    private static final String NOTE = "note";
    /// What callers request, with the keys of its texts.
    private static final Map<String, String> REQUESTS = Map.ofEntries(
            Map.entry("cancel", "desk.history.asked.cancel"),
            Map.entry("cancel an item", "desk.history.asked.cancelItem"),
            Map.entry("exchange", "desk.history.asked.exchange"),
            Map.entry("mark as no-show", "desk.history.asked.noShow"),
            Map.entry("mark the fee as received", "desk.history.asked.feeReceived"),
            Map.entry("waive the fee", "desk.history.asked.feeWaived"),
            Map.entry("mark the rest as received", "desk.history.asked.restReceived"),
            Map.entry("refund", "desk.history.asked.refund"),
            Map.entry("mark a refund as paid", "desk.history.asked.refundPaid"),
            Map.entry("mark as received", "desk.history.asked.received"),
            Map.entry("charge again", "desk.history.asked.chargeAgain"),
            Map.entry("forgive what is owed", "desk.history.asked.forgive"),
            Map.entry("forget", "desk.history.asked.forget"));
    /// What the engine did, with the keys of its texts.
    private static final Map<String, String> STEPS = Map.of(
            "hold", "desk.history.hold", "extend", "desk.history.extend",
            "exchange", "desk.history.exchange", "confirm", "desk.history.confirm",
            "cancel", "desk.history.cancel", "expire", "desk.history.expire");

    private BookingHistory() {}

    static List<BookingDesk.Line> notes(Language language, List<JsonNode> history, ZoneId zone) {
        return history.stream().filter(BookingHistory::isNote)
                .map(entry -> line(language, entry, entry.path("why").asText(), zone)).toList();
    }

    static List<BookingDesk.Line> lines(Language language, List<JsonNode> history, ZoneId zone) {
        return history.stream().filter(entry -> !isNote(entry))
                .map(entry -> line(language, entry, words(language, entry, zone), zone)).toList();
    }

    private static boolean isNote(JsonNode entry) {
        return entry.path("requested").asBoolean() && entry.path("verb").asText().equals(NOTE);
    }

    private static BookingDesk.Line line(
            Language language, JsonNode entry, String words, ZoneId zone) {
        return new BookingDesk.Line(ApiText.moment(language, entry.path("at").asText(), zone),
                words, entry.path("by").asText());
    }

    /// What has no text of its own is said as the API says it.
    private static String words(Language language, JsonNode entry, ZoneId zone) {
        boolean asked = entry.path("requested").asBoolean();
        String key = (asked ? REQUESTS : STEPS).get(entry.path("verb").asText());
        if (key == null) {
            return ApiText.readable(language, entry.path("what").asText(), zone);
        }
        if (asked) {
            String why = entry.path("why").asText();
            return why.isEmpty() ? language.say(key)
                    : language.say("desk.history.because", language.say(key), why);
        }
        String until = entry.hasNonNull("until")
                ? ApiText.moment(language, entry.path("until").asText(), zone) : "";
        String given = entry.path("given").asText();
        String taken = entry.path("taken").asText();
        return language.say(key + (isNamed(key, given, taken) ? ""
                : isLess(key, given, taken) ? ".less" : ".plain"), until, given, taken);
    }

    /// Whether an exchange only gave back something that can be named.
    private static boolean isLess(String key, String given, String taken) {
        return key.equals("desk.history.exchange") && taken.isEmpty() && !given.isEmpty()
                && !given.contains("cal_");
    }

    /// Whether the sentence can name what was taken and given back. Calendars have only ids here, and
    /// the page says above which they are.
    private static boolean isNamed(String key, String given, String taken) {
        boolean all = switch (key) {
            case "desk.history.hold" -> !taken.isEmpty();
            case "desk.history.exchange" -> !taken.isEmpty() && !given.isEmpty();
            case "desk.history.cancel", "desk.history.expire" -> !given.isEmpty();
            default -> true;
        };
        return all && !given.contains("cal_") && !taken.contains("cal_");
    }
}
