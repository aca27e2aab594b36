package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.HoldfastReads;
import holdfast.server.auth.Permission;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Language;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Finds bookings: by reference, name, mail address, event or state; without words, those of the
/// last day.
public final class BookingList implements DeskSection {
    static final String PATH = "/desk/bookings";
    private static final int SHOWN = 100;
    /// So many pages of the API are read; the newest bookings of them are shown.
    private static final int PAGES = 5;
    private static final Duration RECENT = Duration.ofDays(1);
    private static final String AT_ONCE = "200";

    private final HoldfastReads engine;

    BookingList(HoldfastReads engine) {
        this.engine = engine;
    }

    /// What the page shows.
    ///
    /// @param rows  newest first
    /// @param more  whether there are more than are shown
    /// @param found how many were found in all, in words
    /// @param csv   the address of all that the search finds, as CSV
    public record View(
            Search search, Map<String, String> events, List<Row> rows, boolean more, String found,
            String csv) {}

    /// What was searched for.
    public record Search(String words, String event, String status) {
        boolean any() {
            return !words.isEmpty() || !event.isEmpty() || !status.isEmpty();
        }
    }

    /// A booking in the list.
    public record Row(
            String id, String reference, String name, String what, String when, String total,
            String status) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(desk.get(PATH, "deskBookings", "Find bookings.", DeskPlace.BOOKINGS,
                Permission.READ, this::page));
    }

    private Response page(DeskVisit visit) {
        Search search = new Search(visit.request().query("q").orElse("").strip(),
                visit.request().query("event").orElse(""),
                visit.request().query("status").orElse(""));
        Map<String, String> query = query(search);
        Found found = find(visit, query);
        List<Row> rows = found.bookings.reversed().stream().limit(SHOWN)
                .map(booking -> row(visit.language(), booking)).toList();
        return visit.page(BookingList.class, visit.say("desk.nav.bookings"), new View(search,
                events(visit), rows, found.more || found.bookings.size() > SHOWN,
                visit.language().count("desk.bookings.found", found.bookings.size()),
                csv(query)));
    }

    private Map<String, String> query(Search search) {
        Map<String, String> query = new LinkedHashMap<>();
        String words = search.words();
        if (words.contains("@")) {
            query.put("email", words);
        } else if (words.toUpperCase(Locale.ROOT).matches("[2-9A-HJ-NP-Z]{10}")) {
            query.put("reference", words);
        } else if (!words.isEmpty()) {
            query.put("name", words);
        }
        if (!search.event().isEmpty()) {
            query.put("event", search.event());
        }
        if (!search.status().isEmpty()) {
            query.put("status", search.status());
        }
        if (!search.any()) {
            query.put("from", engine.now().minus(RECENT).toString());
        }
        return query;
    }

    /// What was found, in the order in which it was made.
    ///
    /// @param more whether there are more than were read
    record Found(List<JsonNode> bookings, boolean more) {}

    /// Reads at most 1,000 bookings.
    static Found find(DeskVisit visit, Map<String, String> query) {
        List<JsonNode> found = new ArrayList<>();
        String after = "";
        for (int page = 0; page < PAGES; page++) {
            DeskCall call = DeskCall.to("listBookings").asking("limit", AT_ONCE);
            for (Map.Entry<String, String> each : query.entrySet()) {
                call = call.asking(each.getKey(), each.getValue());
            }
            if (!after.isEmpty()) {
                call = call.asking("after", after);
            }
            DeskAnswer answer = visit.call(call);
            found.addAll(ApiText.items(answer));
            after = answer instanceof DeskAnswer.Done done
                    ? done.json().path("next").asText() : "";
            if (after.isEmpty()) {
                return new Found(found, false);
            }
        }
        return new Found(found, true);
    }

    /// The bookings of a period, in the order in which they were made, at most 1,000.
    static List<JsonNode> since(DeskVisit visit, Instant from) {
        return find(visit, Map.of("from", from.toString())).bookings();
    }

    static Row row(Language language, JsonNode booking) {
        JsonNode first = booking.path("items").path(0);
        int others = booking.path("items").size() - 1;
        return new Row(booking.path("id").asText(), booking.path("reference").asText(),
                booking.path("customer").path("name").asText(),
                ApiText.what(first) + (others > 0 ? " + " + others : ""),
                ApiText.when(language, first),
                ApiText.money(language, booking.path("total")),
                booking.path("status").asText());
    }

    private static Map<String, String> events(DeskVisit visit) {
        Map<String, String> events = new LinkedHashMap<>();
        events.put("", visit.say("desk.bookings.anyEvent"));
        ApiText.items(visit.call(DeskCall.to("listEvents").asking("limit", AT_ONCE)))
                .forEach(event -> events.put(event.path("id").asText(), visit.say(
                        "format.moment", event.path("name").asText(),
                        ApiText.when(visit.language(), event))));
        return events;
    }

    private static String csv(Map<String, String> query) {
        List<String> parts = query.entrySet().stream().map(each -> each.getKey() + "="
                + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8)).toList();
        return "/v1/bookings.csv" + (parts.isEmpty() ? "" : "?" + String.join("&", parts));
    }
}
