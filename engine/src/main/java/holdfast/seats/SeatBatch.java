package holdfast.seats;

import holdfast.Claim;
import holdfast.Effect;
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
import holdfast.seats.SeatMapState.Owner;
import holdfast.seats.SeatMapState.Tenant;
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

/// The seat maps of one batch, decided in memory under the maps' row locks.
public final class SeatBatch implements ClaimBatch<Claim.Seats, Allotment.Seats> {
    private final SeatMapStates maps;
    private final String workspace;
    private final long stamp;
    private final Set<String> wanted = new TreeSet<>();
    private final Set<String> touched = new TreeSet<>();
    private final Map<String, SeatMapRow> rows = new TreeMap<>();
    private final Map<String, SeatMapState> memories = new LinkedHashMap<>();
    private final ClaimMoves<Allotment.Seats> moves = new ClaimMoves<>();
    private final List<@Nullable Tenant> before = new ArrayList<>();
    private final Map<String, Long> written = new HashMap<>();
    private long now;
    private boolean done;

    SeatBatch(SeatMapStates maps, String workspace, long stamp) {
        this.maps = maps;
        this.workspace = workspace;
        this.stamp = stamp;
    }

    @Override
    public void want(Claim.Seats claim) {
        wanted.add(claim.seatMap());
    }

    @Override
    public void touch(Allotment.Seats allotment) {
        touched.add(allotment.inventory());
    }

    @Override
    public void lock(Transaction tx, Pipeline pipeline) {
        Set<String> all = new TreeSet<>(wanted);
        all.addAll(touched);
        if (!all.isEmpty()) {
            SeatMapRow.lock(pipeline, workspace, all, row -> rows.put(row.map(), row));
        }
    }

    /// A map with wanted seats has to be in memory. One that only gets seats back need not be, and
    /// catches up from the journal when it is wanted next.
    @Override
    public void load(Transaction tx, Instant at) throws SQLException {
        now = SeatMapState.micros(at);
        for (SeatMapRow row : rows.values()) {
            SeatMapState memory = maps.recall(workspace, row.map());
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
                SeatMapState read = maps.read(tx, workspace, row);
                read.lock.lock();
                memories.put(row.map(), read);
            }
        }
    }

    @Override
    public ClaimDecision take(HoldChange cause, int item, Claim.Seats claim) {
        SeatMapRow row = rows.get(claim.seatMap());
        SeatMapState memory = memories.get(claim.seatMap());
        if (row == null || memory == null) {
            return new ClaimDecision.Unknown(List.of(claim.seatMap()));
        }
        if (!row.offered() && cause.state() != HoldState.BLOCKED) {
            return new ClaimDecision.NotOnSale(claim.seatMap());
        }
        List<String> names;
        switch (claim.choice()) {
            case Claim.Named named -> {
                names = named.names();
                List<String> unknown = names.stream()
                        .filter(name -> memory.chart.number(name) == null).toList();
                if (!unknown.isEmpty()) {
                    return new ClaimDecision.Unknown(unknown);
                }
                List<String> taken = names.stream().filter(name -> !free(memory, name)).toList();
                if (!taken.isEmpty()) {
                    return new ClaimDecision.Scarce(claim.seatMap(), names.size(),
                            (long) names.size() - taken.size(), taken);
                }
            }
            case Claim.Best best -> {
                Optional<int[]> run =
                        new BestSeats(memory, best.count(), best.accessible(), now).choose();
                if (run.isEmpty()) {
                    return new ClaimDecision.Scarce(
                            claim.seatMap(), best.count(),
                            BestSeats.biggestParty(memory, best.accessible(), now), List.of());
                }
                names = new ArrayList<>();
                for (int number : run.get()) {
                    names.add(memory.chart.name(number));
                }
            }
        }
        Allotment.Seats allotment = new Allotment.Seats(claim.seatMap(), item, names);
        endExpired(memory, allotment);
        takeBack(cause, allotment);
        return new ClaimDecision.Given(List.of(allotment));
    }

    private boolean free(SeatMapState memory, String name) {
        Integer number = memory.chart.number(name);
        return number != null && memory.free(number, now);
    }

    /// An expired claim on one of the seats ends first, with all its seats.
    private void endExpired(SeatMapState memory, Allotment.Seats allotment) {
        for (String name : allotment.names()) {
            Integer number = memory.chart.number(name);
            Tenant tenant = number == null ? null : memory.tenant(number);
            if (tenant != null && tenant.until() != null) {
                Allotment.Seats expired = memory.piece(tenant.owner());
                if (expired != null) {
                    give(HoldChange.expired(tenant.owner().hold(), tenant.until()), expired);
                }
            }
        }
    }

    @Override
    public List<Standing> inTheWay(Transaction tx, Claim.Seats claim) {
        SeatMapState memory = memories.get(claim.seatMap());
        if (memory == null || !(claim.choice() instanceof Claim.Named named)) {
            return List.of();
        }
        List<Standing> standing = new ArrayList<>();
        for (String name : named.names()) {
            Integer number = memory.chart.number(name);
            Tenant tenant = number == null || memory.free(number, now)
                    ? null : memory.tenant(number);
            if (tenant != null) {
                standing.add(new Standing(tenant.owner().hold(), new Allotment.Seats(
                        claim.seatMap(), tenant.owner().item(), List.of(name))));
            }
        }
        return standing;
    }

    @Override
    public void keep(HoldChange cause, Allotment.Seats allotment) {
        SeatMapState memory = memories.get(allotment.inventory());
        Tenant old = memory == null ? null : old(memory, cause, allotment);
        add(Effect.KEEP, cause, allotment, old);
        if (memory != null) {
            memory.take(allotment, tenant(cause, allotment));
        }
    }

    @Override
    public void give(HoldChange cause, Allotment.Seats allotment) {
        SeatMapState memory = memories.get(allotment.inventory());
        Tenant old = memory == null
                ? null : memory.give(allotment, new Owner(cause.hold(), allotment.item()));
        add(Effect.GIVE, cause, allotment, old);
    }

    @Override
    public void takeBack(HoldChange cause, Allotment.Seats allotment) {
        add(Effect.TAKE, cause, allotment, null);
        SeatMapState memory = memories.get(allotment.inventory());
        if (memory != null) {
            memory.take(allotment, tenant(cause, allotment));
        }
    }

    private static @Nullable Tenant old(SeatMapState memory, HoldChange cause,
            Allotment.Seats allotment) {
        Integer number = memory.chart.number(allotment.names().getFirst());
        Tenant tenant = number == null ? null : memory.tenant(number);
        return tenant != null && tenant.owner().hold().equals(cause.hold()) ? tenant : null;
    }

    private static Tenant tenant(HoldChange cause, Allotment.Seats allotment) {
        return new Tenant(new Owner(cause.hold(), allotment.item()), cause.until());
    }

    private void add(Effect effect, HoldChange cause, Allotment.Seats allotment,
            @Nullable Tenant old) {
        moves.add(effect, cause, allotment);
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

    /// A claim on seats ends as a whole, so its first seat stands for all of them.
    @Override
    public List<Standing> present(Transaction tx, List<Standing> allotments) throws SQLException {
        ColumnArrays columns = new ColumnArrays(4);
        for (Standing each : allotments) {
            Allotment.Seats allotment = (Allotment.Seats) each.allotment();
            columns.row(columns.rows(), allotment.inventory(), allotment.names().getFirst(),
                    each.hold());
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

    private void reverse(Move<Allotment.Seats> move) {
        Tenant old = before.removeLast();
        SeatMapState memory = memories.get(move.allotment().inventory());
        if (memory == null) {
            return;
        }
        memory.give(move.allotment(), new Owner(move.cause().hold(), move.allotment().item()));
        if (old != null) {
            memory.take(move.allotment(), old);
        }
    }

    @Override
    public void write(Pipeline pipeline, List<PendingLine> lines) {
        moves.counts().forEach((map, count) -> {
            SeatMapRow row = rows.get(map);
            if (row == null) {
                throw new IllegalStateException("seat map " + map + " was not locked");
            }
            written.put(map, row.version() + count);
        });
        new SeatWrites(workspace, stamp, rows, moves).add(pipeline, lines);
        // From here on the memory has uncommitted state: the next batch that gets the lock can use
        // it only if it finds this very stamp in the row.
        written.forEach((map, version) -> {
            SeatMapState memory = memories.get(map);
            if (memory != null) {
                memory.at(version, stamp, false);
            }
        });
    }

    @Override
    public void committed() {
        done = true;
        written.forEach((map, version) -> {
            SeatMapState memory = memories.get(map);
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
