package holdfast.server.reports;

import static holdfast.server.reports.ReportTable.count;
import static holdfast.server.reports.ReportTable.money;
import static holdfast.server.reports.ReportTable.text;

import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.change.Snapshots;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.PriceSummary;
import holdfast.server.booking.PricedHolds;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Versioned;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What was sold in a period: the bookings that were made in it, as they are now. A booking that
/// was cancelled counts as cancelled and not as sold.
final class SalesReport {
    private static final List<ReportTable.Column> COLUMNS = List.of(text("id"), text("name"),
            text(ReportTable.CURRENCY), count("bookings"), count("quantity"), money("amount"),
            money("discount"), count("cancelled"), money("cancelledAmount"));
    private static final String ALL = "";

    private final String workspace;
    private final SalesBy by;
    private final Period period;
    private final Catalog catalog;
    private final PricedHolds priced;
    private final Map<Key, Sums> groups = new TreeMap<>(
            Comparator.comparing(Key::id).thenComparing(Key::currency));
    private final Map<Key, Sums> totals = new TreeMap<>(Comparator.comparing(Key::currency));
    private final Map<String, String> names = new HashMap<>();

    private SalesReport(Snapshots.View view, String workspace, SalesBy by, Period period) {
        this.workspace = workspace;
        this.by = by;
        this.period = period;
        this.catalog = Catalog.within(view.tx());
        this.priced = new PricedHolds(catalog);
    }

    private record Key(String id, String currency) {}

    private static final class Sums {
        private long bookings;
        private long quantity;
        private long amount;
        private long discount;
        private long cancelled;
        private long cancelledAmount;
    }

    /// What one item of a booking counts for.
    private record Counted(String currency, long quantity, long amount, long discount) {}

    private static final String BOOKINGS = """
            SELECT hold FROM booking WHERE workspace = ? AND made_at >= ? AND made_at < ?
            ORDER BY made_at, hold""";

    static ReportTable of(Snapshots.View view, String workspace, SalesBy by, Period period)
            throws SQLException {
        SalesReport report = new SalesReport(view, workspace, by, period);
        SnapshotBookings.each(view, some -> some.forEach(report::add), BOOKINGS, workspace,
                period.begin(), period.end());
        return report.table();
    }

    private void add(Hold booking) {
        if (!(booking instanceof Hold.Booked) && !(booking instanceof Hold.Cancelled)) {
            return;
        }
        boolean sold = booking instanceof Hold.Booked;
        PriceSummary summary = priced.summary(workspace, booking);
        List<PricedHolds.Line> items = priced.lines(workspace, booking);
        Set<Key> seen = new HashSet<>();
        for (int at = 0; at < items.size(); at++) {
            List<String> ids = ids(booking, items.get(at));
            if (!ids.isEmpty()) {
                Counted counted = counted(items.get(at), at, summary);
                ids.forEach(id -> add(groups, new Key(id, counted.currency()), counted, sold,
                        seen));
                add(totals, new Key(ALL, counted.currency()), counted, sold, seen);
            }
        }
    }

    private static void add(
            Map<Key, Sums> into, Key key, Counted counted, boolean sold, Set<Key> seen) {
        Sums sums = into.computeIfAbsent(key, any -> new Sums());
        boolean first = seen.add(key);
        if (sold) {
            sums.bookings += first ? 1 : 0;
            sums.quantity += counted.quantity();
            sums.amount += counted.amount();
            sums.discount += counted.discount();
        } else {
            sums.cancelled += first ? 1 : 0;
            sums.cancelledAmount += counted.amount();
        }
    }

    private static Counted counted(PricedHolds.Line item, int at, PriceSummary summary) {
        List<PriceSummary.Line> lines =
                summary.lines().stream().filter(line -> line.item() == at).toList();
        return new Counted(
                lines.stream().map(line -> line.each().currency()).findFirst().orElse(""),
                quantity(item.taken()),
                lines.stream().mapToLong(line -> line.price().amount()).sum(),
                lines.stream().mapToLong(PriceSummary.Line::discount).sum());
    }

    private static long quantity(HeldItem item) {
        return switch (item) {
            case HeldItem.Capacity places -> places.quantity();
            case HeldItem.Seats seats -> seats.names().size();
            case HeldItem.Time _ -> 1;
        };
    }

    /// The rows that an item belongs to; none if the report is not about such items.
    private List<String> ids(Hold booking, PricedHolds.Line item) {
        boolean visit = item.taken() instanceof HeldItem.Time;
        return switch (by) {
            case EVENT -> visit ? List.of() : named(item, Event.class);
            case SERVICE -> visit ? named(item, Service.class) : List.of();
            case DAY -> List.of(booking.basket().madeAt().atZone(period.zone()).toLocalDate()
                    .toString());
            case STAFF -> item.taken() instanceof HeldItem.Time time
                    ? time.stretches().stream().map(HeldItem.Stretch::calendar).distinct()
                            .peek(this::calendar).toList()
                    : List.of();
            case SELLER -> List.of(BookingNote.of(booking).map(BookingNote::by).orElse(""));
        };
    }

    private List<String> named(PricedHolds.Line item, Class<? extends CatalogEntry> type) {
        String id = item.stamp().id();
        names.computeIfAbsent(id, any -> latest(id, type).orElseGet(item::name));
        return List.of(id);
    }

    private void calendar(String id) {
        names.computeIfAbsent(id, any -> latest(id, Calendar.class).orElse(""));
    }

    private Optional<String> latest(String id, Class<? extends CatalogEntry> type) {
        return catalog.find(workspace, id, type).map(Versioned::entry).map(CatalogEntry::name);
    }

    private ReportTable table() {
        List<ReportTable.Row> rows = new ArrayList<>();
        groups.forEach((key, sums) -> rows.add(row(key, sums)));
        if (by != SalesBy.DAY) {
            rows.sort(Comparator.comparing(row -> row.text("name").toLowerCase(Locale.ROOT)));
        }
        return new ReportTable(COLUMNS, rows, totals.entrySet().stream()
                .map(each -> row(each.getKey(), each.getValue())).toList(), 0);
    }

    private ReportTable.Row row(Key key, Sums sums) {
        Map<String, String> texts = new HashMap<>();
        Stream.of("id", "name").forEach(column -> texts.put(column, key.id()));
        Optional.ofNullable(names.get(key.id())).filter(name -> !name.isEmpty())
                .ifPresent(name -> texts.put("name", name));
        texts.put(ReportTable.CURRENCY, key.currency());
        return new ReportTable.Row(texts, Map.of("bookings", sums.bookings, "quantity",
                sums.quantity, "amount", sums.amount, "discount", sums.discount, "cancelled",
                sums.cancelled, "cancelledAmount", sums.cancelledAmount));
    }
}
