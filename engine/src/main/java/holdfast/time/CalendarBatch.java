package holdfast.time;

import holdfast.Claim;
import holdfast.Effect;
import holdfast.Window;
import holdfast.claims.Allotment;
import holdfast.claims.ClaimBatch;
import holdfast.claims.ClaimDecision;
import holdfast.claims.ClaimMoves;
import holdfast.claims.ClaimMoves.Move;
import holdfast.claims.HoldChange;
import holdfast.claims.HoldState;
import holdfast.claims.PendingLine;
import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import holdfast.time.OccupiedLanes.Tenant;
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

/// The state of the calendars of one batch. The batch locks their rows first, in the order of their
/// ids. So inserting claims never waits for the exclusion constraint and cannot deadlock there.
public final class CalendarBatch implements ClaimBatch<Claim.Time, Allotment.Stretch> {
    private final String workspace;
    private final long stamp;
    private final Map<String, List<Window>> windows = OccupiedLanes.windows();
    private final Set<String> touched = new TreeSet<>();
    private final Map<String, CalendarRow> rows = new TreeMap<>();
    private final OccupiedLanes busy = new OccupiedLanes();
    private final ClaimMoves<Allotment.Stretch> moves = new ClaimMoves<>();
    private final List<@Nullable Tenant> before = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    CalendarBatch(String workspace, long stamp) {
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
    public void touch(Allotment.Stretch allotment) {
        touched.add(allotment.inventory());
    }

    @Override
    public void lock(Transaction tx, Pipeline pipeline) {
        Set<String> all = new TreeSet<>(touched);
        all.addAll(windows.keySet());
        if (!all.isEmpty()) {
            CalendarRow.lock(pipeline, workspace, all, row -> rows.put(row.calendar(), row));
        }
    }

    @Override
    public void load(Transaction tx, Instant at) throws SQLException {
        now = at;
        if (!windows.isEmpty()) {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Tenant> claims = OccupiedLanes.ask(pipeline, workspace, rows, windows);
            pipeline.run();
            claims.rows().forEach(busy::add);
        }
    }

    @Override
    public ClaimDecision take(HoldChange cause, int item, Claim.Time claim) {
        List<String> asked = claim.parts().stream()
                .flatMap(part -> part.anyOf().stream()).distinct().toList();
        List<String> unknown = asked.stream().filter(id -> !rows.containsKey(id)).toList();
        if (!unknown.isEmpty()) {
            return new ClaimDecision.Unknown(unknown);
        }
        if (cause.state() == HoldState.BLOCKED) {
            return block(cause, item, claim);
        }
        for (Claim.Part part : claim.parts()) {
            if (part.anyOf().stream().noneMatch(this::offered)) {
                return new ClaimDecision.NotOnSale(part.anyOf().getFirst());
            }
        }
        LaneAssignment fit = new LaneAssignment(rows, busy, now);
        Optional<List<LaneAssignment.Place>> found = fit.find(claim.start(), claim.parts());
        if (found.isEmpty()) {
            List<String> taken = fit.taken(claim.start(), claim.parts());
            long possible = Math.min(
                    fit.possible(claim.start(), claim.parts()), claim.parts().size() - 1L);
            return new ClaimDecision.Scarce(asked.getFirst(), claim.parts().size(), possible,
                    taken);
        }
        return given(cause, item, found.get());
    }

    private boolean offered(String calendar) {
        CalendarRow row = rows.get(calendar);
        return row != null && row.offered();
    }

    /// Uses the rows as `offers` leaves them: the same transaction has locked these calendars and
    /// writes the offer before the claims decided here.
    public void follow(CalendarOffers offers) {
        rows.putAll(offers.after());
    }

    /// A block takes every lane of each calendar, also outside opening hours.
    private ClaimDecision block(HoldChange cause, int item, Claim.Time claim) {
        List<LaneAssignment.Place> lanes = new ArrayList<>();
        List<String> taken = new ArrayList<>();
        for (Claim.Part part : claim.parts()) {
            Window occupied = part.occupied(claim.start());
            for (String calendar : part.anyOf()) {
                CalendarRow row = row(calendar);
                for (int lane = 0; lane < row.lanes(); lane++) {
                    for (Window window : apart(lanes, calendar, lane, occupied, cause.hold())) {
                        lanes.add(new LaneAssignment.Place(lanes.size(), calendar, lane, window,
                                window));
                        if (!busy.free(calendar, lane, window, now)) {
                            taken.add(calendar);
                        }
                    }
                }
            }
        }
        if (!taken.isEmpty()) {
            return new ClaimDecision.Scarce(taken.getFirst(), lanes.size(),
                    (long) lanes.size() - taken.size(), taken.stream().distinct().toList());
        }
        return given(cause, item, lanes);
    }

    /// The window without the stretches that the same block has in this lane already.
    private List<Window> apart(
            List<LaneAssignment.Place> own, String calendar, int lane, Window window,
            String block) {
        List<Window> has = new ArrayList<>();
        own.stream().filter(each -> each.lane() == lane && each.calendar().equals(calendar))
                .forEach(each -> has.add(each.occupied()));
        busy.meeting(calendar, lane, window).stream()
                .filter(tenant -> tenant.hold().equals(block))
                .forEach(tenant -> has.add(tenant.allotment().occupied()));
        return window.without(has);
    }

    /// Takes the lanes. Ends an expired claim in the way first.
    private ClaimDecision given(HoldChange cause, int item, List<LaneAssignment.Place> places) {
        List<Allotment> allotments = new ArrayList<>();
        for (LaneAssignment.Place place : places) {
            for (Tenant tenant : busy.meeting(place.calendar(), place.lane(), place.occupied())) {
                Instant until = tenant.until();
                if (until == null) {
                    throw new IllegalStateException("taken for good: " + tenant);
                }
                give(HoldChange.expired(tenant.hold(), until), tenant.allotment());
            }
            Allotment.Stretch allotment = new Allotment.Stretch(
                    place.calendar(), item, place.part(), place.lane(), place.occupied(),
                    place.visit());
            takeBack(cause, allotment);
            allotments.add(allotment);
        }
        return new ClaimDecision.Given(allotments);
    }

    @Override
    public List<Standing> inTheWay(Transaction tx, Claim.Time claim) {
        List<Standing> standing = new ArrayList<>();
        for (Claim.Part part : claim.parts()) {
            for (String calendar : part.anyOf()) {
                for (int lane = 0; lane < row(calendar).lanes(); lane++) {
                    busy.meeting(calendar, lane, part.occupied(claim.start())).stream()
                            .filter(tenant -> !tenant.expired(now))
                            .map(tenant -> new Standing(tenant.hold(), tenant.allotment()))
                            .forEach(standing::add);
                }
            }
        }
        return standing;
    }

    @Override
    public void keep(HoldChange cause, Allotment.Stretch allotment) {
        Tenant old = busy.remove(allotment, cause.hold());
        add(Effect.KEEP, cause, allotment, old);
        if (old != null) {
            busy.add(new Tenant(allotment, cause.hold(), cause.until()));
        }
    }

    @Override
    public void give(HoldChange cause, Allotment.Stretch allotment) {
        add(Effect.GIVE, cause, allotment, busy.remove(allotment, cause.hold()));
    }

    @Override
    public void takeBack(HoldChange cause, Allotment.Stretch allotment) {
        add(Effect.TAKE, cause, allotment, null);
        busy.add(new Tenant(allotment, cause.hold(), cause.until()));
    }

    private void add(Effect effect, HoldChange cause, Allotment.Stretch allotment,
            @Nullable Tenant old) {
        moves.add(effect, cause, allotment);
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
                  AND claim.calendar = asked.calendar AND claim.lane = asked.lane
                  AND claim.period
                      = tstzrange(asked.begins::timestamptz, asked.ends::timestamptz)
                  AND claim.hold = asked.hold
                OFFSET 0) AS found""";

    @Override
    public List<Standing> present(Transaction tx, List<Standing> allotments) throws SQLException {
        ColumnArrays columns = new ColumnArrays(6);
        for (Standing each : allotments) {
            Allotment.Stretch allotment = (Allotment.Stretch) each.allotment();
            columns.row(columns.rows(), allotment.inventory(), allotment.lane(),
                    allotment.occupied().from(), allotment.occupied().to(), each.hold());
        }
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Standing> answer = pipeline.query(
                PRESENT, row -> allotments.get(row.getInt(1)), columns.before(workspace));
        pipeline.run();
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

    private void reverse(Move<Allotment.Stretch> move) {
        Tenant old = before.removeLast();
        busy.remove(move.allotment(), move.cause().hold());
        if (old != null) {
            busy.add(old);
        }
    }

    @Override
    public void write(Pipeline pipeline, List<PendingLine> lines) {
        new TimeWrites(workspace, stamp, rows, moves).add(pipeline, lines);
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
