package holdfast.capacity;

import holdfast.Claim;
import holdfast.Effect;
import holdfast.Limit;
import holdfast.claims.Allotment;
import holdfast.claims.BatchTotals;
import holdfast.claims.ClaimBatch;
import holdfast.claims.ClaimDecision;
import holdfast.claims.ClaimMoves;
import holdfast.claims.ConcurrentChangeException;
import holdfast.claims.HoldChange;
import holdfast.claims.HoldState;
import holdfast.claims.PendingLine;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
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

/// The pools of one batch. The rows are locked, so their counters can be decided in memory. The
/// write is conditional on what was read, and the table's CHECKs still judge it.
public final class PoolBatch implements ClaimBatch<Claim.Capacity, Allotment.Places> {
    private static final long PLENTY = 4;

    private final PoolNesting pools;
    private final String workspace;
    private final long stamp;
    private final Map<String, Long> wanted = new HashMap<>();
    private final Map<String, Long> limits = new TreeMap<>();
    private final Set<String> touched = new TreeSet<>();
    private final Map<String, PoolRow> rows = new HashMap<>();
    private final ClaimMoves<Allotment.Places> moves = new ClaimMoves<>();
    private final List<Redefined> redefined = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    PoolBatch(PoolNesting pools, String workspace, long stamp) {
        this.pools = pools;
        this.workspace = workspace;
        this.stamp = stamp;
    }

    @Override
    public void want(Claim.Capacity claim) {
        wanted.merge(claim.pool(), claim.quantity(), Long::sum);
    }

    /// A customer's limit is a pool of its own, which is made when it is first needed.
    public void want(Limit limit, String customer) {
        String pool = LimitPools.of(limit.scope(), customer);
        limits.merge(pool, limit.most(), Math::min);
        wanted.merge(pool, limit.takes(), Long::sum);
    }

    @Override
    public void touch(Allotment.Places allotment) {
        touched.add(allotment.inventory());
    }

    @Override
    public void lock(Transaction tx, Pipeline pipeline) throws SQLException {
        if (wanted.isEmpty() && touched.isEmpty()) {
            return;
        }
        Set<String> all = new TreeSet<>(touched);
        all.addAll(limits.keySet());
        // Nothing lies around a limit, and its name, which has a customer in it, is not cached.
        all.addAll(pools.withAround(tx, workspace, wanted.keySet().stream()
                .filter(pool -> !limits.containsKey(pool)).toList()));
        PoolRows.lock(pipeline, workspace, limits.keySet(), all, row -> rows.put(row.pool, row));
    }

    /// Whether all that is wanted probably fits several times over.
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
    public List<Allotment.Places> foresee(int item, Claim.Capacity claim) {
        return pieces(item, claim);
    }

    /// Writes the planned claims, before anything is locked.
    public void takeAhead(Pipeline pipeline, BatchTotals totals) {
        new PoolFastPath(workspace, stamp, pools).take(pipeline, totals);
    }

    /// Locks the pools and adds to their counters, if all of it fits. The answer is when the holds
    /// are made.
    public Pipeline.Answer<Instant> countAhead(Pipeline pipeline, BatchTotals totals) {
        return new PoolFastPath(workspace, stamp, pools).count(pipeline, totals);
    }

    /// After the commit: corrects the guess of what is left.
    public void took(BatchTotals totals) {
        totals.pools().forEach(pool -> pools.took(workspace, pool.id(), pool.quantity()));
    }

    @Override
    public void load(Transaction tx, Instant at) throws SQLException {
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
        PoolRows.expired(tx, workspace, missing, now, (allotment, cause) -> {
            give(cause, allotment);
            return left(row(allotment.inventory())) >= demand.getOrDefault(allotment.inventory(),
                    0L);
        });
    }

    /// What is left of a limit depends on this batch's requests, not on its earlier capacity.
    private long left(PoolRow row) {
        Long most = limits.get(row.pool);
        return most == null ? row.left() : most - row.taken;
    }

    @Override
    public ClaimDecision take(HoldChange cause, int item, Claim.Capacity claim) {
        List<String> chain = pools.chain(workspace, claim.pool());
        boolean block = cause.state() == HoldState.BLOCKED;
        long left = Long.MAX_VALUE;
        for (int at = 0; at < chain.size(); at++) {
            String pool = chain.get(at);
            PoolRow row = rows.get(pool);
            if (row == null) {
                return new ClaimDecision.Unknown(List.of(pool));
            }
            // The pool may have been offered, inside a bigger one, after the chain was read.
            String around = at + 1 < chain.size() ? chain.get(at + 1) : null;
            if (!Objects.equals(row.inside, around)) {
                throw new ConcurrentChangeException("pool " + pool + " lies inside " + row.inside);
            }
            if (!row.offered && !block) {
                return new ClaimDecision.NotOnSale(pool);
            }
            left = Math.min(left, row.left());
        }
        if (left < claim.quantity()) {
            return new ClaimDecision.Scarce(
                    claim.pool(), claim.quantity(), Math.max(0, left), List.of());
        }
        List<Allotment> allotments = new ArrayList<>();
        pieces(item, claim).forEach(allotment -> allotments.add(taken(cause, allotment)));
        return new ClaimDecision.Given(allotments);
    }

    private List<Allotment.Places> pieces(int item, Claim.Capacity claim) {
        return pools.chain(workspace, claim.pool()).stream()
                .map(pool -> new Allotment.Places(pool, item, claim.quantity(),
                        pool.equals(claim.pool()) ? Allotment.Role.CLAIM : Allotment.Role.INSIDE))
                .toList();
    }

    /// Counts the request against the customer's limit; a lowered limit binds the next request.
    public ClaimDecision take(HoldChange cause, int item, Limit limit, String customer) {
        PoolRow row = limit(LimitPools.of(limit.scope(), customer));
        long left = Math.max(0, limit.most() - row.taken);
        if (left < limit.takes()) {
            return new ClaimDecision.Scarce(limit.scope(), limit.takes(), left, List.of());
        }
        if (row.capacity != limit.most()) {
            redefined.add(new Redefined(moves.mark(), row, row.capacity, limit.most()));
            row.capacity = limit.most();
        }
        Allotment.Places allotment =
                new Allotment.Places(row.pool, item, limit.takes(), Allotment.Role.LIMIT);
        return new ClaimDecision.Given(List.of(taken(cause, allotment)));
    }

    private Allotment taken(HoldChange cause, Allotment.Places allotment) {
        row(allotment.inventory()).taken += allotment.quantity();
        moves.add(Effect.TAKE, cause, allotment);
        return allotment;
    }

    /// The live claims in each pool of the chain that has too few places.
    @Override
    public List<Standing> inTheWay(Transaction tx, Claim.Capacity claim) throws SQLException {
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
    public void keep(HoldChange cause, Allotment.Places allotment) {
        moves.add(Effect.KEEP, cause, allotment);
    }

    @Override
    public void give(HoldChange cause, Allotment.Places allotment) {
        row(allotment.inventory()).taken -= allotment.quantity();
        moves.add(Effect.GIVE, cause, allotment);
    }

    @Override
    public void takeBack(HoldChange cause, Allotment.Places allotment) {
        taken(cause, allotment);
    }

    @Override
    public List<Standing> present(Transaction tx, List<Standing> allotments) throws SQLException {
        return PoolRows.present(tx, workspace, allotments);
    }

    @Override
    public int mark() {
        return moves.mark();
    }

    /// A limit whose capacity a request changed, just before the move `at`.
    record Redefined(int at, PoolRow row, long before, long capacity) {}

    @Override
    public void undo(int mark) {
        while (!redefined.isEmpty() && redefined.getLast().at >= mark) {
            Redefined last = redefined.removeLast();
            last.row.capacity = last.before;
        }
        moves.undo(mark, move -> {
            switch (move.effect()) {
                case TAKE -> row(move.allotment().inventory()).taken -= move.allotment().quantity();
                case GIVE -> row(move.allotment().inventory()).taken += move.allotment().quantity();
                case KEEP, OFFER -> {}
            }
        });
    }

    @Override
    public void write(Pipeline pipeline, List<PendingLine> lines) {
        new PoolWrites(workspace, stamp, rows, moves, redefined).add(pipeline, lines);
    }

    @Override
    public void committed() {
        rows.values().stream().filter(row -> !LimitPools.isLimit(row.pool)).forEach(
                row -> pools.saw(workspace, row.pool, row.offered ? row.left() : 0));
    }

    @Override
    public void close() {}

    private PoolRow limit(String pool) {
        if (!rows.containsKey(pool)) {
            throw ConcurrentChangeException.overtaken("the customer was forgotten before the lock");
        }
        return row(pool);
    }

    private PoolRow row(String pool) {
        PoolRow row = rows.get(pool);
        if (row == null) {
            throw new IllegalStateException("pool " + pool + " was not locked");
        }
        return row;
    }
}
