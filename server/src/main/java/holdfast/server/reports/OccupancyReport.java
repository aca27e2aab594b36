package holdfast.server.reports;

import static holdfast.server.reports.ReportTable.count;
import static holdfast.server.reports.ReportTable.text;

import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.change.Snapshots;
import holdfast.server.booking.EventInventories;
import holdfast.server.booking.ReductionPools;
import holdfast.server.catalog.Area;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Versioned;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// How full the events of a period are, and how much of their open time people and rooms are
/// booked.
final class OccupancyReport {
    static final String EVENT = "event";
    static final String CALENDAR = "calendar";
    private static final int WHOLE = 10_000;
    private static final List<ReportTable.Column> COLUMNS = List.of(text("kind"), text("id"),
            text("name"), new ReportTable.Column("start", ReportTable.Kind.MOMENT),
            count("capacity"), count("taken"),
            new ReportTable.Column("share", ReportTable.Kind.SHARE));

    private final String workspace;
    private final Period period;
    private final Catalog catalog;
    private final Map<String, Long> places = new HashMap<>();
    private final Map<String, Duration> booked = new HashMap<>();

    private OccupancyReport(Snapshots.View view, String workspace, Period period) {
        this.workspace = workspace;
        this.period = period;
        this.catalog = Catalog.within(view.tx());
    }

    // A booking of several of them is read once.
    private static final String BOOKINGS = """
            SELECT DISTINCT hold FROM booking_entry
            WHERE workspace = ? AND entry = ANY (?::text[]) AND state = 'booked' AND made_at < ?
            ORDER BY hold""";

    static ReportTable of(Snapshots.View view, String workspace, Period period)
            throws SQLException {
        OccupancyReport report = new OccupancyReport(view, workspace, period);
        List<Versioned<Event>> events = events(report.catalog, workspace, period);
        List<Versioned<Calendar>> calendars = report.catalog.all(workspace, Calendar.class);
        // An event of this period may have been booked before or after it; a visit only before.
        String[] ids = events.stream().map(Versioned::id).toArray(String[]::new);
        SnapshotBookings.each(view, report::events, BOOKINGS, workspace, ids,
                Instant.parse("9999-01-01T00:00:00Z"));
        SnapshotBookings.each(view, report::visits, BOOKINGS, workspace,
                calendars.stream().map(Versioned::id).toArray(String[]::new), period.end());
        return report.table(events, calendars);
    }

    /// The events that begin in the period, by start.
    static List<Versioned<Event>> events(Catalog catalog, String workspace, Period period) {
        return catalog.all(workspace, Event.class).stream()
                .filter(event -> period.contains(event.entry().when().start().toInstant()))
                .sorted(Comparator.comparing(
                        (Versioned<Event> event) -> event.entry().when().start().toInstant())
                        .thenComparing(Versioned::id))
                .toList();
    }

    private void events(List<Hold> bookings) {
        for (Hold booking : bookings) {
            for (HeldItem item : booking.basket().items()) {
                if (!ReductionPools.has(item)) {
                    switch (item) {
                        case HeldItem.Capacity some ->
                                places.merge(event(some.pool()), some.quantity(), Long::sum);
                        case HeldItem.Seats some -> places.merge(
                                event(some.seatMap()), (long) some.names().size(), Long::sum);
                        case HeldItem.Time _ -> {}
                    }
                }
            }
        }
    }

    static String event(String inventory) {
        int end = inventory.indexOf(':');
        return end < 0 ? inventory : inventory.substring(0, end);
    }

    private void visits(List<Hold> bookings) {
        bookings.stream().flatMap(booking -> booking.basket().items().stream())
                .filter(HeldItem.Time.class::isInstance).map(HeldItem.Time.class::cast)
                .flatMap(time -> time.stretches().stream())
                .forEach(stretch -> OpenTime.clipped(stretch.visit().from(), stretch.visit().to(),
                        period.begin(), period.end())
                        .ifPresent(window -> booked.merge(stretch.calendar(), window.length(),
                                Duration::plus)));
    }

    private ReportTable table(
            List<Versioned<Event>> events, List<Versioned<Calendar>> calendars) {
        List<ReportTable.Row> rows = new ArrayList<>();
        for (Versioned<Event> event : events) {
            long taken = places.getOrDefault(event.id(), 0L);
            if (event.listed() || taken > 0) {
                rows.add(row(Map.of("kind", EVENT, "id", event.id(), "name", event.entry().name(),
                        "start", event.entry().when().start().toInstant().toString()),
                        capacity(event), taken));
            }
        }
        for (Versioned<Calendar> calendar : calendars) {
            long open = OpenTime.of(calendar.entry(), period.begin(), period.end())
                    .multipliedBy(calendar.entry().lanes()).toMinutes();
            long taken = booked.getOrDefault(calendar.id(), Duration.ZERO).toMinutes();
            if (calendar.listed() || taken > 0) {
                rows.add(row(Map.of("kind", CALENDAR, "id", calendar.id(), "name",
                        calendar.entry().name()), open, taken));
            }
        }
        return new ReportTable(COLUMNS, rows, Stream.of(EVENT, CALENDAR)
                .filter(kind -> rows.stream().anyMatch(row -> row.text("kind").equals(kind)))
                .map(kind -> total(rows, kind)).toList(), 0);
    }

    private static ReportTable.Row total(List<ReportTable.Row> rows, String kind) {
        return row(Map.of("kind", kind), sum(rows, kind, "capacity"), sum(rows, kind, "taken"));
    }

    private static long sum(List<ReportTable.Row> rows, String kind, String column) {
        return rows.stream().filter(row -> row.text("kind").equals(kind))
                .mapToLong(row -> row.number(column).orElse(0L)).sum();
    }

    /// Nothing has a share of what has no capacity.
    private static ReportTable.Row row(Map<String, String> texts, long capacity, long taken) {
        Map<String, Long> numbers = new HashMap<>(Map.of("capacity", capacity, "taken", taken));
        if (capacity > 0) {
            numbers.put("share", taken * WHOLE / capacity);
        }
        return new ReportTable.Row(texts, numbers);
    }

    private long capacity(Versioned<Event> event) {
        EventInventories inventories = new EventInventories(catalog);
        long sum = event.entry().areas().stream().mapToLong(area -> switch (area) {
            case Area.Places some -> some.capacity();
            case Area.Seats seats -> inventories.seating(workspace, event.entry(), seats).rows()
                    .stream().mapToLong(row -> row.seats().size()).sum();
        }).sum();
        return event.entry().limits().capacity().map(most -> Math.min(most, sum)).orElse(sum);
    }
}
