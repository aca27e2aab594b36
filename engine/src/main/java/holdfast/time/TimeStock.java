package holdfast.time;

import holdfast.Claim;
import holdfast.Free;
import holdfast.Inventory;
import holdfast.TimeQuery;
import holdfast.Window;
import holdfast.ledger.Clock;
import holdfast.ledger.StockChange;
import holdfast.ledger.Versions;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keeper of calendars.
public final class TimeStock {

    public TimeShelf open(String workspace, long stamp) {
        return new TimeShelf(workspace, stamp);
    }

    public CalendarOffers offers(
            String workspace, long stamp, StockChange<Inventory.Calendar> change) {
        return new CalendarOffers(workspace, stamp, change);
    }

    private static final String VERSIONS = """
            SELECT calendar, version FROM calendar
            WHERE workspace = ? AND calendar = ANY (?::text[])""";

    public Map<String, Long> versions(Tx tx, String workspace, Collection<String> calendars)
            throws SQLException {
        return Versions.read(tx, VERSIONS, workspace, calendars);
    }

    /// The starts at which a visit can be had now: the same search decides a hold.
    public Free.Times free(Tx tx, TimeQuery query) throws SQLException {
        Map<String, List<Window>> windows = Busy.windows();
        for (Claim.Part part : query.parts()) {
            Window all = new Window(
                    part.occupied(query.within().from()).from(),
                    part.occupied(query.within().to()).to());
            part.anyOf().forEach(calendar ->
                    windows.computeIfAbsent(calendar, id -> new ArrayList<>()).add(all));
        }
        Map<String, CalendarRow> calendars = new HashMap<>();
        Trip trip = tx.trip();
        Trip.Answer<Instant> clock = Clock.ask(trip);
        CalendarRow.read(trip, query.workspace(), windows.keySet(),
                row -> calendars.put(row.calendar(), row));
        trip.go();
        Trip look = tx.trip();
        Trip.Answer<Busy.Tenant> claims =
                Busy.ask(look, query.workspace(), calendars, windows);
        look.go();
        Busy busy = new Busy();
        claims.rows().forEach(busy::add);
        Fit fit = new Fit(calendars, busy, clock.only());
        List<Free.Start> starts = new ArrayList<>();
        LocalDate had = LocalDate.MIN;
        for (Instant start : grid(query)) {
            LocalDate day = start.atZone(query.zone()).toLocalDate();
            if (query.firstOfDay() && day.equals(had)) {
                continue;
            }
            Optional<List<Fit.Place>> places = fit.find(start, query.parts());
            if (places.isPresent()) {
                had = day;
                starts.add(new Free.Start(
                        start, places.get().stream().map(Fit.Place::calendar).toList()));
            }
        }
        return new Free.Times(starts);
    }

    /// The wall clock's grid: an hour that the clocks skip has no starts, one they repeat has two.
    private static List<Instant> grid(TimeQuery query) {
        List<Instant> starts = new ArrayList<>();
        Window within = query.within();
        LocalDate day = within.from().atZone(query.zone()).toLocalDate();
        LocalDate last = within.to().atZone(query.zone()).toLocalDate();
        for (; !day.isAfter(last); day = day.plusDays(1)) {
            LocalDateTime end = day.plusDays(1).atStartOfDay();
            LocalDateTime at = day.atStartOfDay();
            for (; at.isBefore(end); at = at.plus(query.step())) {
                for (ZoneOffset offset : query.zone().getRules().getValidOffsets(at)) {
                    Instant start = at.toInstant(offset);
                    if (!start.isBefore(within.from()) && start.isBefore(within.to())) {
                        starts.add(start);
                    }
                }
            }
        }
        starts.sort(null);
        return starts;
    }
}
