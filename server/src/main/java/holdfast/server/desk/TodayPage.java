package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import holdfast.HoldfastReads;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Money;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Language;
import holdfast.server.web.Pages;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The first page after signing in: the events of the day and the next ones with what is sold, held
/// and free, who is inside, and what was booked today.
public final class TodayPage implements DeskSection {
    private static final int NEXT = 6;
    private static final int LATEST = 8;

    private final HoldfastReads engine;

    TodayPage(HoldfastReads engine) {
        this.engine = engine;
    }

    /// What the page shows.
    ///
    /// @param manages whether its reader may change what is on sale
    /// @param quiet   whether there is nothing to show
    public record View(
            boolean manages, boolean quiet, Sales sales, List<LiveEvent> today,
            List<LiveEvent> next, List<BookingList.Row> latest) {}

    /// What was booked today.
    ///
    /// @param bookings how many, in words
    /// @param amounts  their totals by currency, in words
    public record Sales(String bookings, String amounts, String cancelled) {}

    /// An event with its numbers.
    ///
    /// @param held held by customers, or blocked
    /// @param soldWidth of a bar that is 1000 wide
    public record LiveEvent(
            String id, String name, String when, long capacity, long sold, long held, long free,
            long inside, long soldWidth, long heldWidth, List<Area> areas) {}

    /// The same for an area.
    public record Area(String name, long sold, long held, long free, long capacity) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(desk.get("/desk", "deskToday", "What happens today.", DeskPlace.TODAY,
                Permission.BUY, this::today));
    }

    private Response today(DeskVisit visit) {
        if (!visit.may(Permission.READ)) {
            return Pages.seeOther("/desk/scan");
        }
        List<JsonNode> events = BoxOffice.upcoming(visit, engine);
        ZoneId zone = events.isEmpty() ? ZoneOffset.UTC : ApiText.zone(events.getFirst());
        LocalDate day = LocalDate.ofInstant(engine.now(), zone);
        Instant midnight = day.atStartOfDay(zone).toInstant();
        Instant tomorrow = day.plusDays(1).atStartOfDay(zone).toInstant();
        List<JsonNode> made = BookingList.since(visit, midnight);
        List<LiveEvent> today = events.stream().filter(event -> start(event).isBefore(tomorrow))
                .map(event -> live(visit, event)).toList();
        List<LiveEvent> next = events.stream().filter(event -> !start(event).isBefore(tomorrow))
                .limit(NEXT).map(event -> live(visit, event)).toList();
        return visit.page(TodayPage.class, visit.say("desk.nav.today"), new View(
                visit.may(Permission.MANAGE),
                today.isEmpty() && next.isEmpty() && made.isEmpty(),
                sales(visit.language(), made), today, next,
                made.reversed().stream().limit(LATEST)
                        .map(booking -> BookingList.row(visit.language(), booking)).toList()));
    }

    private static Instant start(JsonNode event) {
        return OffsetDateTime.parse(event.path("start").asText()).toInstant();
    }

    private static Sales sales(Language language, List<JsonNode> made) {
        List<JsonNode> booked = made.stream()
                .filter(each -> each.path("status").asText().equals("booked")).toList();
        Map<String, Money> totals = new TreeMap<>();
        booked.forEach(each -> ApiText.money(each.path("total")).ifPresent(
                total -> totals.merge(total.currency(), total, Money::plus)));
        return new Sales(language.number(booked.size()),
                String.join(" + ", totals.values().stream().map(language::money).toList()),
                language.number(made.size() - booked.size()));
    }

    private static LiveEvent live(DeskVisit visit, JsonNode event) {
        String id = event.path("id").asText();
        Map<String, JsonNode> free = BoxOffice.areas(visit, id);
        JsonNode counts = visit
                .call(DeskCall.to("readDoorCounts").with("id", id)) instanceof DeskAnswer.Done done
                        ? done.json()
                        : MissingNode.getInstance();
        List<Area> areas = ApiText.all(event.path("areas")).stream()
                .map(area -> area(area.path("id").asText(), free, counts)).toList();
        long capacity = areas.stream().mapToLong(Area::capacity).sum();
        long sold = areas.stream().mapToLong(Area::sold).sum();
        long held = areas.stream().mapToLong(Area::held).sum();
        return new LiveEvent(id, event.path("name").asText(),
                ApiText.when(visit.language(), event), capacity, sold, held,
                areas.stream().mapToLong(Area::free).sum(), counts.path("inside").asLong(),
                width(sold, capacity), width(held, capacity), areas);
    }

    private static long width(long part, long whole) {
        return whole == 0 ? 0 : Math.min(1000, part * 1000 / whole);
    }

    private static Area area(String id, Map<String, JsonNode> free, JsonNode counts) {
        JsonNode now = free.getOrDefault(id,
                MissingNode.getInstance());
        long capacity = now.path("capacity").asLong();
        long left = now.path("free").asLong();
        long sold = ApiText.all(counts.path("areas")).stream()
                .filter(area -> area.path("area").asText().equals(id))
                .mapToLong(area -> area.path("admitted").asLong()).sum();
        return new Area(now.path("name").asText(id), sold,
                Math.max(0, capacity - left - sold), left, capacity);
    }
}
