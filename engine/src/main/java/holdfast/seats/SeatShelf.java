package holdfast.seats;

import holdfast.Claim;
import holdfast.Taken;
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
import holdfast.seats.SeatMemory.Owner;
import holdfast.seats.SeatMemory.Tenant;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The seat maps of one batch, decided from memory under the maps' row locks.
public final class SeatShelf implements Shelf<Claim.Seats, Piece.Seats> {
    private final SeatMaps maps;
    private final String workspace;
    private final long stamp;
    private final Set<String> wanted = new TreeSet<>();
    private final Set<String> touched = new TreeSet<>();
    private final Map<String, SeatMapRow> rows = new TreeMap<>();
    private final Map<String, SeatMemory> memories = new LinkedHashMap<>();
    private final Moves<Piece.Seats> moves = new Moves<>();
    private final List<@Nullable Tenant> before = new ArrayList<>();
    private final Map<String, Long> written = new HashMap<>();
    private long now;
    private boolean done;

    SeatShelf(SeatMaps maps, String workspace, long stamp) {
        this.maps = maps;
        this.workspace = workspace;
        this.stamp = stamp;
    }

    @Override
    public void want(Claim.Seats claim) {
        wanted.add(claim.seatMap());
    }

    @Override
    public void touch(Piece.Seats piece) {
        touched.add(piece.inventory());
    }

    @Override
    public void lock(Tx tx, Trip trip) {
        Set<String> all = new TreeSet<>(wanted);
        all.addAll(touched);
        if (!all.isEmpty()) {
            SeatMapRow.lock(trip, workspace, all, row -> rows.put(row.map(), row));
        }
    }

    /// A map that seats are wanted of has to be in memory; one that only gives back need not be,
    /// and then catches up from the journal when it is wanted next.
    @Override
    public void load(Tx tx, Instant at) throws SQLException {
        now = SeatMemory.micros(at);
        for (SeatMapRow row : rows.values()) {
            SeatMemory memory = maps.recall(workspace, row.map());
            if (memory != null) {
                memory.lock.lock();
                memories.put(row.map(), memory);
                if (!memory.is(row.version(), row.stamp())
                        && !maps.catchUp(tx, workspace, row, memory)) {
                    memories.remove(row.map()).lock.unlock();
                    maps.forget(workspace, row.map());
                    memory = null;
                }
            }
            if (memory == null && wanted.contains(row.map())) {
                SeatMemory read = maps.read(tx, workspace, row);
                read.lock.lock();
                memories.put(row.map(), read);
            }
        }
    }

    @Override
    public Verdict take(Cause cause, int item, Claim.Seats claim) {
        SeatMapRow row = rows.get(claim.seatMap());
        SeatMemory memory = memories.get(claim.seatMap());
        if (row == null || memory == null) {
            return new Verdict.Unknown(List.of(claim.seatMap()));
        }
        if (!row.offered() && !cause.state().equals("blocked")) {
            return new Verdict.NotOnSale(claim.seatMap());
        }
        return switch (claim.choice()) {
            case Claim.Named named -> named(cause, item, claim, named, memory);
            case Claim.Best best -> best(cause, item, claim, best, memory);
        };
    }

    private Verdict named(
            Cause cause, int item, Claim.Seats claim, Claim.Named named, SeatMemory memory) {
        List<String> unknown = named.names().stream()
                .filter(name -> memory.chart.number(name) == null).toList();
        if (!unknown.isEmpty()) {
            return new Verdict.Unknown(unknown);
        }
        List<String> taken = named.names().stream().filter(name -> !free(memory, name)).toList();
        if (!taken.isEmpty()) {
            return new Verdict.Scarce(claim.seatMap(), named.count(),
                    (long) named.count() - taken.size(), taken);
        }
        return given(cause, new Piece.Seats(claim.seatMap(), item, named.names()), memory);
    }

    private Verdict best(
            Cause cause, int item, Claim.Seats claim, Claim.Best best, SeatMemory memory) {
        Optional<int[]> run =
                new BestSeats(memory, best.count(), best.accessible(), now).choose();
        if (run.isEmpty()) {
            return new Verdict.Scarce(
                    claim.seatMap(), best.count(),
                    BestSeats.biggestParty(memory, best.accessible(), now), List.of());
        }
        List<String> names = new ArrayList<>();
        for (int number : run.get()) {
            names.add(memory.chart.name(number));
        }
        return given(cause, new Piece.Seats(claim.seatMap(), item, names), memory);
    }

    private boolean free(SeatMemory memory, String name) {
        Integer number = memory.chart.number(name);
        return number != null && memory.free(number, now);
    }

    /// Takes the seats; whoever's claim on one of them has lapsed loses all of that claim first.
    private Verdict given(Cause cause, Piece.Seats piece, SeatMemory memory) {
        for (String name : piece.names()) {
            Integer number = memory.chart.number(name);
            Tenant tenant = number == null ? null : memory.tenant(number);
            if (tenant != null && tenant.until() != null) {
                Piece.Seats lapsed = memory.piece(tenant.owner());
                if (lapsed != null) {
                    give(Cause.lapse(tenant.owner().hold(), tenant.until()), lapsed);
                }
            }
        }
        add(Effect.TAKE, cause, piece, null);
        memory.take(piece, tenant(cause, piece));
        return new Verdict.Given(
                List.of(piece), new Taken.Seats(piece.inventory(), piece.names()));
    }

    @Override
    public List<Standing> inTheWay(Tx tx, Claim.Seats claim) {
        SeatMemory memory = memories.get(claim.seatMap());
        if (memory == null || !(claim.choice() instanceof Claim.Named named)) {
            return List.of();
        }
        List<Standing> standing = new ArrayList<>();
        for (String name : named.names()) {
            Integer number = memory.chart.number(name);
            Tenant tenant = number == null || memory.free(number, now)
                    ? null : memory.tenant(number);
            if (tenant != null) {
                standing.add(new Standing(tenant.owner().hold(), new Piece.Seats(
                        claim.seatMap(), tenant.owner().item(), List.of(name))));
            }
        }
        return standing;
    }

    @Override
    public void keep(Cause cause, Piece.Seats piece) {
        SeatMemory memory = memories.get(piece.inventory());
        Tenant old = memory == null ? null : old(memory, cause, piece);
        add(Effect.KEEP, cause, piece, old);
        if (memory != null) {
            memory.take(piece, tenant(cause, piece));
        }
    }

    @Override
    public void give(Cause cause, Piece.Seats piece) {
        SeatMemory memory = memories.get(piece.inventory());
        Tenant old = memory == null
                ? null : memory.give(piece, new Owner(cause.hold(), piece.item()));
        add(Effect.GIVE, cause, piece, old);
    }

    @Override
    public void takeBack(Cause cause, Piece.Seats piece) {
        add(Effect.TAKE, cause, piece, null);
        SeatMemory memory = memories.get(piece.inventory());
        if (memory != null) {
            memory.take(piece, tenant(cause, piece));
        }
    }

    private static @Nullable Tenant old(SeatMemory memory, Cause cause, Piece.Seats piece) {
        Integer number = memory.chart.number(piece.names().getFirst());
        Tenant tenant = number == null ? null : memory.tenant(number);
        return tenant != null && tenant.owner().hold().equals(cause.hold()) ? tenant : null;
    }

    private static Tenant tenant(Cause cause, Piece.Seats piece) {
        return new Tenant(
                new Owner(cause.hold(), piece.item()), cause.state(), cause.until());
    }

    private void add(Effect effect, Cause cause, Piece.Seats piece, @Nullable Tenant old) {
        moves.add(effect, cause, piece);
        before.add(old);
    }

    private static final String PRESENT = """
            SELECT asked.place
            FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[])
                 AS asked (place, seat_map, seat, hold)
            CROSS JOIN LATERAL (
                SELECT FROM seat_claim AS claim
                WHERE claim.workspace = ? AND claim.seat_map = asked.seat_map
                  AND claim.seat = asked.seat AND claim.hold = asked.hold
                OFFSET 0) AS found""";

    /// A claim on seats goes as a whole, so its first seat speaks for all of them.
    @Override
    public List<Standing> present(Tx tx, List<Standing> pieces) throws SQLException {
        Columns columns = new Columns(4);
        for (Standing each : pieces) {
            Piece.Seats piece = (Piece.Seats) each.piece();
            columns.row(columns.rows(), piece.inventory(), piece.names().getFirst(), each.hold());
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

    private void reverse(Move<Piece.Seats> move) {
        Tenant old = before.removeLast();
        SeatMemory memory = memories.get(move.piece().inventory());
        if (memory == null) {
            return;
        }
        memory.give(move.piece(), new Owner(move.cause().hold(), move.piece().item()));
        if (old != null) {
            memory.take(move.piece(), old);
        }
    }

    @Override
    public void write(Trip trip, List<Line> lines) {
        moves.counts().forEach((map, count) -> {
            SeatMapRow row = rows.get(map);
            if (row == null) {
                throw new IllegalStateException("seat map " + map + " was not locked");
            }
            written.put(map, row.version() + count);
        });
        new SeatWrites(workspace, stamp, rows, moves).add(trip, lines);
        // From here on the memory speaks of what is not committed yet: whoever gets the lock next
        // can use it only if it finds this very stamp in the row.
        written.forEach((map, version) -> {
            SeatMemory memory = memories.get(map);
            if (memory != null) {
                memory.at(version, stamp, false);
            }
        });
    }

    @Override
    public void committed() {
        done = true;
        written.forEach((map, version) -> {
            SeatMemory memory = memories.get(map);
            if (memory != null) {
                memory.committed(version, stamp);
            }
        });
    }

    @Override
    public void close() {
        memories.forEach((map, memory) -> {
            if (!done && !moves.isEmpty()) {
                memory.at(-1, 0, false);
                maps.forget(workspace, map);
            }
            memory.lock.unlock();
        });
        memories.clear();
    }
}
