package holdfast.capacity;

import holdfast.Claim;
import holdfast.Limit;
import holdfast.Taken;
import holdfast.ledger.Cause;
import holdfast.ledger.Foresight;
import holdfast.ledger.Line;
import holdfast.ledger.Lost;
import holdfast.ledger.Moves;
import holdfast.ledger.Moves.Effect;
import holdfast.ledger.Piece;
import holdfast.ledger.Shelf;
import holdfast.ledger.Verdict;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The pools of one batch. The rows are locked, so their counters can be decided upon in memory;
/// the write is conditional on what was seen, and the table's checks stand behind it.
public final class CapacityShelf implements Shelf<Claim.Capacity, Piece.Places> {
    private static final long PLENTY = 4;

    private final Pools pools;
    private final String workspace;
    private final long stamp;
    private final Map<String, Long> wanted = new HashMap<>();
    private final Map<String, Long> limits = new TreeMap<>();
    private final Set<String> touched = new TreeSet<>();
    private final Map<String, PoolRow> rows = new HashMap<>();
    private final Moves<Piece.Places> moves = new Moves<>();
    private final List<Redefined> redefined = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    CapacityShelf(Pools pools, String workspace, long stamp) {
        this.pools = pools;
        this.workspace = workspace;
        this.stamp = stamp;
    }

    @Override
    public void want(Claim.Capacity claim) {
        wanted.merge(claim.pool(), claim.quantity(), Long::sum);
    }

    /// A customer's limit is a pool of their own, which is made when it is first needed.
    public void want(Limit limit, String customer) {
        String pool = limitPool(limit, customer);
        limits.merge(pool, limit.most(), Math::min);
        wanted.merge(pool, limit.takes(), Long::sum);
    }

    /// No offered pool can have this id: a slash is not allowed in one.
    private static String limitPool(Limit limit, String customer) {
        return limitPools(limit.scope()) + URLEncoder.encode(customer, StandardCharsets.UTF_8);
    }

    /// What the pools of all customers within a scope begin with.
    static String limitPools(String scope) {
        return "limit/" + scope + "/";
    }

    @Override
    public void touch(Piece.Places piece) {
        touched.add(piece.inventory());
    }

    @Override
    public void lock(Tx tx, Trip trip) throws SQLException {
        if (wanted.isEmpty() && touched.isEmpty()) {
            return;
        }
        Set<String> all = new TreeSet<>(touched);
        all.addAll(pools.withAround(tx, workspace, wanted.keySet()));
        PoolRows.lock(trip, workspace, limits.keySet(), all, row -> rows.put(row.pool, row));
    }

    /// Whether all that is wanted probably fits, several times over.
    public boolean plenty() {
        return wanted.keySet().stream()
                .flatMap(pool -> pools.chain(workspace, pool).stream())
                .allMatch(this::plenty);
    }

    private boolean plenty(String pool) {
        long demand = wanted.values().stream().mapToLong(Long::longValue).sum();
        return pools.probablyLeft(workspace, pool) > demand * PLENTY;
    }

    /// What a claim will take if it is granted.
    public List<Piece.Places> foresee(int item, Claim.Capacity claim) {
        return pieces(item, claim);
    }

    /// Writes the claims that are foreseen, before anything is locked.
    public void takeAhead(Trip trip, Foresight foresight) {
        new PoolsAhead(workspace, stamp, pools).take(trip, foresight);
    }

    /// Locks the pools and counts them on, if all of it fits. The answer is when the holds are
    /// made.
    public Trip.Answer<Instant> countAhead(Trip trip, Foresight foresight) {
        return new PoolsAhead(workspace, stamp, pools).count(trip, foresight);
    }

    /// What was foreseen has come true.
    public void took(Foresight foresight) {
        foresight.pools().forEach(pool -> pools.took(workspace, pool.id(), pool.quantity()));
    }

    @Override
    public void load(Tx tx, Instant at) throws SQLException {
        now = at;
        Map<String, Long> demand = new HashMap<>();
        wanted.forEach((pool, quantity) -> pools.chain(workspace, pool)
                .forEach(each -> demand.merge(each, quantity, Long::sum)));
        Map<String, Long> missing = new HashMap<>();
        demand.forEach((pool, quantity) -> {
            PoolRow row = rows.get(pool);
            if (row != null && row.taken > 0 && left(row) < quantity) {
                missing.put(pool, quantity - left(row));
            }
        });
        PoolRows.lapsed(tx, workspace, missing, now, (piece, cause) -> {
            give(cause, piece);
            return left(row(piece.inventory()))
                    >= demand.getOrDefault(piece.inventory(), 0L);
        });
    }

    /// A limit counts by what this batch's requests allow, whatever it was before.
    private long left(PoolRow row) {
        Long most = limits.get(row.pool);
        return most == null ? row.left() : most - row.taken;
    }

    @Override
    public Verdict take(Cause cause, int item, Claim.Capacity claim) {
        List<String> chain = pools.chain(workspace, claim.pool());
        boolean house = cause.state().equals("blocked");
        long left = Long.MAX_VALUE;
        for (int at = 0; at < chain.size(); at++) {
            String pool = chain.get(at);
            PoolRow row = rows.get(pool);
            if (row == null) {
                return new Verdict.Unknown(List.of(pool));
            }
            // The pool may have been offered, inside a bigger one, after the chain was looked up.
            String around = at + 1 < chain.size() ? chain.get(at + 1) : null;
            if (!Objects.equals(row.inside, around)) {
                throw new Lost("pool " + pool + " lies inside " + row.inside);
            }
            if (!row.offered && !house) {
                return new Verdict.NotOnSale(pool);
            }
            left = Math.min(left, row.left());
        }
        if (left < claim.quantity()) {
            return new Verdict.Scarce(
                    claim.pool(), claim.quantity(), Math.max(0, left), List.of());
        }
        List<Piece> pieces = new ArrayList<>();
        pieces(item, claim).forEach(piece -> pieces.add(taken(cause, piece)));
        return new Verdict.Given(pieces, new Taken.Capacity(claim.pool(), claim.quantity()));
    }

    private List<Piece.Places> pieces(int item, Claim.Capacity claim) {
        return pools.chain(workspace, claim.pool()).stream()
                .map(pool -> new Piece.Places(pool, item, claim.quantity(),
                        pool.equals(claim.pool()) ? Piece.Role.CLAIM : Piece.Role.INSIDE))
                .toList();
    }

    /// Counts the request against the customer's limit; a lowered limit binds the next request.
    public Verdict take(Cause cause, int item, Limit limit, String customer) {
        PoolRow row = row(limitPool(limit, customer));
        long left = Math.max(0, limit.most() - row.taken);
        if (left < limit.takes()) {
            return new Verdict.Scarce(limit.scope(), limit.takes(), left, List.of());
        }
        if (row.capacity != limit.most()) {
            redefined.add(new Redefined(moves.mark(), row, row.capacity, limit.most()));
            row.capacity = limit.most();
        }
        Piece.Places piece =
                new Piece.Places(row.pool, item, limit.takes(), Piece.Role.LIMIT);
        return new Verdict.Given(
                List.of(taken(cause, piece)), new Taken.Capacity(limit.scope(), limit.takes()));
    }

    private Piece taken(Cause cause, Piece.Places piece) {
        row(piece.inventory()).taken += piece.quantity();
        moves.add(Effect.TAKE, cause, piece);
        return piece;
    }

    /// Whoever has places where there are not enough, in the pool or in one around it.
    @Override
    public List<Standing> inTheWay(Tx tx, Claim.Capacity claim) throws SQLException {
        List<Standing> standing = new ArrayList<>();
        for (String pool : pools.chain(workspace, claim.pool())) {
            PoolRow row = rows.get(pool);
            if (row != null && row.left() < claim.quantity()) {
                standing.addAll(PoolRows.standing(tx, workspace, List.of(pool), now));
            }
        }
        return standing;
    }

    @Override
    public void keep(Cause cause, Piece.Places piece) {
        moves.add(Effect.KEEP, cause, piece);
    }

    @Override
    public void give(Cause cause, Piece.Places piece) {
        row(piece.inventory()).taken -= piece.quantity();
        moves.add(Effect.GIVE, cause, piece);
    }

    @Override
    public void takeBack(Cause cause, Piece.Places piece) {
        taken(cause, piece);
    }

    @Override
    public List<Standing> present(Tx tx, List<Standing> pieces) throws SQLException {
        return PoolRows.present(tx, workspace, pieces);
    }

    @Override
    public int mark() {
        return moves.mark();
    }

    /// A limit that another request counts differently, from just before the move `at`.
    record Redefined(int at, PoolRow row, long before, long capacity) {}

    @Override
    public void undo(int mark) {
        while (!redefined.isEmpty() && redefined.getLast().at >= mark) {
            Redefined last = redefined.removeLast();
            last.row.capacity = last.before;
        }
        moves.undo(mark, move -> {
            switch (move.effect()) {
                case TAKE -> row(move.piece().inventory()).taken -= move.piece().quantity();
                case GIVE -> row(move.piece().inventory()).taken += move.piece().quantity();
                case KEEP -> { }
            }
        });
    }

    @Override
    public void write(Trip trip, List<Line> lines) {
        new PoolWrites(workspace, stamp, rows, moves, redefined).add(trip, lines);
    }

    @Override
    public void committed() {
        rows.values().forEach(row ->
                pools.saw(workspace, row.pool, row.offered ? row.left() : 0));
    }

    @Override
    public void close() {}

    private PoolRow row(String pool) {
        PoolRow row = rows.get(pool);
        if (row == null) {
            throw new IllegalStateException("pool " + pool + " was not locked");
        }
        return row;
    }
}
