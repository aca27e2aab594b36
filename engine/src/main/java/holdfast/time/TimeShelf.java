package holdfast.time;

import holdfast.Claim;
import holdfast.Taken;
import holdfast.Window;
import holdfast.ledger.Cause;
import holdfast.ledger.Line;
import holdfast.ledger.Moves;
import holdfast.ledger.Moves.Effect;
import holdfast.ledger.Moves.Move;
import holdfast.ledger.Piece;
import holdfast.ledger.Shelf;
import holdfast.ledger.Verdict;
import holdfast.postgres.Columns;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import holdfast.time.Busy.Tenant;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The calendars of one batch. Their rows are locked first, in order, so that the exclusion
/// constraint behind the claims is never waited for and cannot deadlock.
public final class TimeShelf implements Shelf<Claim.Time, Piece.Stretch> {
    private final String workspace;
    private final long stamp;
    private final Map<String, List<Window>> windows = Busy.windows();
    private final Set<String> touched = new TreeSet<>();
    private final Map<String, CalendarRow> rows = new TreeMap<>();
    private final Busy busy = new Busy();
    private final Moves<Piece.Stretch> moves = new Moves<>();
    private final List<@Nullable Tenant> before = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    TimeShelf(String workspace, long stamp) {
        this.workspace = workspace;
        this.stamp = stamp;
    }

    @Override
    public void want(Claim.Time claim) {
        for (Claim.Part part : claim.parts()) {
            Window occupied = part.occupied(claim.start());
            for (String calendar : part.anyOf()) {
                windows.computeIfAbsent(calendar, id -> new ArrayList<>()).add(occupied);
            }
        }
    }

    @Override
    public void touch(Piece.Stretch piece) {
        touched.add(piece.inventory());
    }

    @Override
    public void lock(Tx tx, Trip trip) {
        Set<String> all = new TreeSet<>(touched);
        all.addAll(windows.keySet());
        if (!all.isEmpty()) {
            CalendarRow.lock(trip, workspace, all, row -> rows.put(row.calendar(), row));
        }
    }

    @Override
    public void load(Tx tx, Instant at) throws SQLException {
        now = at;
        if (!windows.isEmpty()) {
            Trip trip = tx.trip();
            Trip.Answer<Tenant> claims = Busy.ask(trip, workspace, rows, windows);
            trip.go();
            claims.rows().forEach(busy::add);
        }
    }

    @Override
    public Verdict take(Cause cause, int item, Claim.Time claim) {
        List<String> asked = claim.parts().stream()
                .flatMap(part -> part.anyOf().stream()).distinct().toList();
        List<String> unknown = asked.stream().filter(id -> !rows.containsKey(id)).toList();
        if (!unknown.isEmpty()) {
            return new Verdict.Unknown(unknown);
        }
        if (cause.state().equals("blocked")) {
            return block(cause, item, claim);
        }
        for (Claim.Part part : claim.parts()) {
            if (part.anyOf().stream().noneMatch(this::offered)) {
                return new Verdict.NotOnSale(part.anyOf().getFirst());
            }
        }
        Fit fit = new Fit(rows, busy, now);
        Optional<List<Fit.Place>> found = fit.find(claim.start(), claim.parts());
        if (found.isEmpty()) {
            List<String> taken = fit.taken(claim.start(), claim.parts());
            long possible = Math.min(
                    fit.possible(claim.start(), claim.parts()), claim.parts().size() - 1L);
            return new Verdict.Scarce(asked.getFirst(), claim.parts().size(), possible, taken);
        }
        return given(cause, item, found.get());
    }

    private boolean offered(String calendar) {
        CalendarRow row = rows.get(calendar);
        return row != null && row.offered();
    }

    /// The calendars that this transaction has locked already and changes first: what is decided
    /// here is written after that.
    public void follow(CalendarOffers offers) {
        rows.putAll(offers.after());
    }

    /// A block takes every lane of each calendar, open or not.
    private Verdict block(Cause cause, int item, Claim.Time claim) {
        List<Fit.Place> lanes = new ArrayList<>();
        List<String> taken = new ArrayList<>();
        for (Claim.Part part : claim.parts()) {
            Window occupied = part.occupied(claim.start());
            for (String calendar : part.anyOf()) {
                CalendarRow row = row(calendar);
                for (int lane = 0; lane < row.lanes(); lane++) {
                    for (Window window : apart(lanes, calendar, lane, occupied, cause.hold())) {
                        lanes.add(new Fit.Place(lanes.size(), calendar, lane, window, window));
                        if (!busy.free(calendar, lane, window, now)) {
                            taken.add(calendar);
                        }
                    }
                }
            }
        }
        if (!taken.isEmpty()) {
            return new Verdict.Scarce(taken.getFirst(), lanes.size(),
                    (long) lanes.size() - taken.size(), taken.stream().distinct().toList());
        }
        return given(cause, item, lanes);
    }

    /// The window without what this very block has in the lane already.
    private List<Window> apart(
            List<Fit.Place> own, String calendar, int lane, Window window, String block) {
        List<Window> has = new ArrayList<>();
        own.stream().filter(each -> each.lane() == lane && each.calendar().equals(calendar))
                .forEach(each -> has.add(each.occupied()));
        busy.meeting(calendar, lane, window).stream()
                .filter(tenant -> tenant.hold().equals(block))
                .forEach(tenant -> has.add(tenant.piece().occupied()));
        return window.without(has);
    }

    /// Takes the lanes; a lapsed claim in the way is ended first.
    private Verdict given(Cause cause, int item, List<Fit.Place> places) {
        List<Piece> pieces = new ArrayList<>();
        List<Taken.Stretch> stretches = new ArrayList<>();
        for (Fit.Place place : places) {
            for (Tenant tenant : busy.meeting(place.calendar(), place.lane(), place.occupied())) {
                Instant until = tenant.until();
                if (until == null) {
                    throw new IllegalStateException("taken for good: " + tenant);
                }
                give(Cause.lapse(tenant.hold(), until), tenant.piece());
            }
            Piece.Stretch piece = new Piece.Stretch(
                    place.calendar(), item, place.part(), place.lane(), place.occupied(),
                    place.visit());
            takeBack(cause, piece);
            pieces.add(piece);
            stretches.add(new Taken.Stretch(
                    place.calendar(), place.lane(), place.visit(), place.occupied()));
        }
        return new Verdict.Given(pieces, new Taken.Time(stretches));
    }

    @Override
    public List<Standing> inTheWay(Tx tx, Claim.Time claim) {
        List<Standing> standing = new ArrayList<>();
        for (Claim.Part part : claim.parts()) {
            for (String calendar : part.anyOf()) {
                for (int lane = 0; lane < row(calendar).lanes(); lane++) {
                    busy.meeting(calendar, lane, part.occupied(claim.start())).stream()
                            .filter(tenant -> !tenant.lapsed(now))
                            .map(tenant -> new Standing(tenant.hold(), tenant.piece()))
                            .forEach(standing::add);
                }
            }
        }
        return standing;
    }

    @Override
    public void keep(Cause cause, Piece.Stretch piece) {
        Tenant old = busy.remove(piece, cause.hold());
        add(Effect.KEEP, cause, piece, old);
        if (old != null) {
            busy.add(new Tenant(piece, cause.hold(), cause.state(), cause.until()));
        }
    }

    @Override
    public void give(Cause cause, Piece.Stretch piece) {
        add(Effect.GIVE, cause, piece, busy.remove(piece, cause.hold()));
    }

    @Override
    public void takeBack(Cause cause, Piece.Stretch piece) {
        add(Effect.TAKE, cause, piece, null);
        busy.add(new Tenant(piece, cause.hold(), cause.state(), cause.until()));
    }

    private void add(Effect effect, Cause cause, Piece.Stretch piece, @Nullable Tenant old) {
        moves.add(effect, cause, piece);
        before.add(old);
    }

    private static final String PRESENT = """
            SELECT asked.place
            FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[])
                 AS asked (place, calendar, lane, begins, ends, hold)
            CROSS JOIN LATERAL (
                SELECT FROM time_claim AS claim
                WHERE claim.workspace = ?
                  AND claim.track = track(asked.calendar, asked.lane::integer)
                  AND claim.period
                      = tstzrange(asked.begins::timestamptz, asked.ends::timestamptz)
                  AND claim.hold = asked.hold
                OFFSET 0) AS found""";

    @Override
    public List<Standing> present(Tx tx, List<Standing> pieces) throws SQLException {
        Columns columns = new Columns(6);
        for (Standing each : pieces) {
            Piece.Stretch piece = (Piece.Stretch) each.piece();
            columns.row(columns.rows(), piece.inventory(), piece.lane(),
                    piece.occupied().from(), piece.occupied().to(), each.hold());
        }
        Trip trip = tx.trip();
        Trip.Answer<Standing> answer = trip.ask(
                PRESENT, row -> pieces.get(row.getInt(1)), columns.before(workspace));
        trip.go();
        return answer.rows();
    }

    @Override
    public int mark() {
        return moves.mark();
    }

    @Override
    public void undo(int mark) {
        moves.undo(mark, this::reverse);
    }

    private void reverse(Move<Piece.Stretch> move) {
        Tenant old = before.removeLast();
        busy.remove(move.piece(), move.cause().hold());
        if (old != null) {
            busy.add(old);
        }
    }

    @Override
    public void write(Trip trip, List<Line> lines) {
        new TimeWrites(workspace, stamp, rows, moves).add(trip, lines);
    }

    @Override
    public void committed() {}

    @Override
    public void close() {}

    private CalendarRow row(String calendar) {
        CalendarRow row = rows.get(calendar);
        if (row == null) {
            throw new IllegalStateException("calendar " + calendar + " was not locked");
        }
        return row;
    }
}
