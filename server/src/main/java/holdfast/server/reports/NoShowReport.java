package holdfast.server.reports;

import static holdfast.server.reports.ReportTable.count;
import static holdfast.server.reports.ReportTable.text;

import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.change.Snapshots;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.server.booking.SoldVersion;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Versioned;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Who did not come, of what is over in a period. For events the door counts who came in; for
/// visits staff mark those that were missed.
final class NoShowReport {
    private static final String SERVICE = "service";
    private static final int WHOLE = 10_000;
    private static final List<ReportTable.Column> COLUMNS = List.of(text("kind"), text("id"),
            text("name"), new ReportTable.Column("start", ReportTable.Kind.MOMENT),
            count("expected"), count("came"), count("missed"), count("marked"),
            new ReportTable.Column("share", ReportTable.Kind.SHARE));

    private final Snapshots.View view;
    private final String workspace;
    private final Period period;
    private final Instant now;
    private final Catalog catalog;
    private final Map<String, Long> expected = new TreeMap<>();
    private final Map<String, Long> missed = new HashMap<>();

    private NoShowReport(
            Snapshots.View view, String workspace, Period period, Instant now) {
        this.view = view;
        this.workspace = workspace;
        this.period = period;
        this.now = now;
        this.catalog = Catalog.within(view.tx());
    }

    private record Came(String event, long expected, long came) {}

    private record Marked(String event, long bookings) {}

    private static final String CLOCK = """
            SELECT the_clock()""";

    // A group has one ticket and comes in at once.
    private static final String CAME = """
            SELECT ticket.subject, sum(ticket.admits)::bigint,
                   coalesce(sum(ticket.admits) FILTER (WHERE came.once), 0)::bigint
            FROM ticket LEFT JOIN LATERAL (
                SELECT true AS once FROM check_in
                 WHERE check_in.workspace = ticket.workspace AND check_in.ticket = ticket.ticket
                   AND check_in.state IN ('inside', 'left') LIMIT 1) AS came ON true
            WHERE ticket.workspace = ? AND ticket.subject = ANY (?::text[])
              AND ticket.state = 'valid'
            GROUP BY ticket.subject""";

    private static final String MARKED = """
            SELECT entry, count(*) FROM booking_entry JOIN booking_fee USING (workspace, hold)
            WHERE workspace = ? AND entry = ANY (?::text[]) AND booking_fee.kind = 'noShow'
            GROUP BY entry""";

    private static final String VISITS = """
            SELECT DISTINCT hold FROM booking_entry
            WHERE workspace = ? AND entry = ANY (?::text[]) AND state = 'booked' AND made_at < ?
            ORDER BY hold""";

    private static final String MISSED = """
            SELECT hold FROM booking_fee
            WHERE workspace = ? AND hold = ANY (?::text[]) AND kind = 'noShow'""";

    static ReportTable of(Snapshots.View view, String workspace, Period period)
            throws SQLException {
        Pipeline clock = view.tx().pipeline();
        Pipeline.Answer<Instant> now = clock.query(CLOCK, row -> Rows.certainly(row, 1));
        clock.run();
        return new NoShowReport(view, workspace, period, now.only()).table();
    }

    private ReportTable table() throws SQLException {
        List<ReportTable.Row> rows = new ArrayList<>(events());
        SnapshotBookings.each(view, this::visits, VISITS, workspace,
                catalog.all(workspace, Calendar.class).stream().map(Versioned::id)
                        .toArray(String[]::new),
                period.end());
        expected.forEach((service, visits) -> {
            long away = missed.getOrDefault(service, 0L);
            rows.add(row(Map.of("kind", SERVICE, "id", service, "name",
                    catalog.find(workspace, service, Service.class).map(each -> each.entry().name())
                            .orElse(service)),
                    visits, visits - away, away));
        });
        return new ReportTable(COLUMNS, rows, Stream.of(OccupancyReport.EVENT, SERVICE)
                .filter(kind -> rows.stream().anyMatch(row -> row.text("kind").equals(kind)))
                .map(kind -> row(Map.of("kind", kind), sum(rows, kind, "expected"),
                        sum(rows, kind, "came"), sum(rows, kind, "marked")))
                .toList(), 0);
    }

    private static long sum(List<ReportTable.Row> rows, String kind, String column) {
        return rows.stream().filter(row -> row.text("kind").equals(kind))
                .mapToLong(row -> row.number(column).orElse(0L)).sum();
    }

    private List<ReportTable.Row> events() throws SQLException {
        List<Versioned<Event>> events = OccupancyReport.events(catalog, workspace, period)
                .stream().filter(event -> !event.entry().when().end().toInstant().isAfter(now))
                .toList();
        String[] ids = events.stream().map(Versioned::id).toArray(String[]::new);
        Pipeline pipeline = view.tx().pipeline();
        Pipeline.Answer<Came> came = pipeline.query(CAME, row -> new Came(
                row.getString(1), row.getLong(2), row.getLong(3)), workspace, ids);
        Pipeline.Answer<Marked> marked = pipeline.query(MARKED, row -> new Marked(
                row.getString(1), row.getLong(2)), workspace, ids);
        pipeline.run();
        Map<String, Came> byEvent = new HashMap<>();
        came.rows().forEach(each -> byEvent.put(each.event(), each));
        Map<String, Long> marks = new HashMap<>();
        marked.rows().forEach(each -> marks.put(each.event(), each.bookings()));
        List<ReportTable.Row> rows = new ArrayList<>();
        for (Versioned<Event> event : events) {
            Came each = byEvent.get(event.id());
            if (each != null) {
                rows.add(row(Map.of("kind", OccupancyReport.EVENT, "id", event.id(), "name",
                        event.entry().name(), "start",
                        event.entry().when().start().toInstant().toString()),
                        each.expected(), each.came(), marks.getOrDefault(event.id(), 0L)));
            }
        }
        return rows;
    }

    private static ReportTable.Row row(
            Map<String, String> texts, long expected, long came, long marked) {
        Map<String, Long> numbers = new HashMap<>(Map.of("expected", expected, "came", came,
                "missed", expected - came, "marked", marked));
        if (expected > 0) {
            numbers.put("share", (expected - came) * WHOLE / expected);
        }
        return new ReportTable.Row(texts, numbers);
    }

    private void visits(List<Hold> bookings) throws SQLException {
        Pipeline pipeline = view.tx().pipeline();
        Pipeline.Answer<String> marked = pipeline.query(MISSED, row -> row.getString(1),
                workspace, bookings.stream().map(Hold::id).toArray(String[]::new));
        pipeline.run();
        Set<String> away = new HashSet<>(marked.rows());
        for (Hold booking : bookings) {
            List<HeldItem> items = booking.basket().items();
            List<SoldVersion> stamps = SoldVersion.all(
                    booking.basket().notes().hold().orElse(""), items.size());
            for (int at = 0; at < items.size(); at++) {
                if (items.get(at) instanceof HeldItem.Time time && isOver(time)) {
                    expected.merge(stamps.get(at).id(), 1L, Long::sum);
                    if (away.contains(booking.id())) {
                        missed.merge(stamps.get(at).id(), 1L, Long::sum);
                    }
                }
            }
        }
    }

    private boolean isOver(HeldItem.Time time) {
        return time.stretches().stream().map(each -> each.visit().from()).min(Instant::compareTo)
                .filter(period::contains).isPresent()
                && time.stretches().stream().noneMatch(each -> each.visit().to().isAfter(now));
    }
}
