package holdfast.capacity;

import holdfast.Effect;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.Verb;
import holdfast.claims.Allotment;
import holdfast.claims.ClaimBatch;
import holdfast.claims.ClaimMoves;
import holdfast.claims.HoldChange;
import holdfast.claims.InventoryChange;
import holdfast.claims.Objections;
import holdfast.claims.OfferBatch;
import holdfast.claims.PendingLine;
import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// The pools of one change. A pool never moves into another one.
public final class PoolOffers implements OfferBatch {

    /// What a pool is to be: on sale or not, with this capacity, and with at most `most` taken.
    private record Target(PoolRow row, boolean offered, long capacity, long most) {
        boolean changes() {
            return row.version == 0 || row.offered != offered || row.capacity != capacity;
        }
    }

    private final String workspace;
    private final long stamp;
    private final InventoryChange<Inventory.Pool> change;
    private final Map<String, PoolRow> rows = new HashMap<>();
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final ClaimMoves<Allotment.Places> expiries = new ClaimMoves<>();

    PoolOffers(String workspace, long stamp, InventoryChange<Inventory.Pool> change) {
        this.workspace = workspace;
        this.stamp = stamp;
        this.change = change;
    }

    private static final String MAKE = """
            INSERT INTO pool (workspace, pool, version, stamp, offered, purpose, inside,
                              capacity, taken)
            SELECT ?, new.pool, 0, 0, false, 'capacity', nullif(new.inside, ''), 0, 0
            FROM unnest(?::text[], ?::text[]) AS new (pool, inside)
            WHERE new.inside = '' OR EXISTS (
                SELECT FROM pool AS bigger
                WHERE bigger.workspace = ? AND bigger.pool = new.inside)
            ORDER BY new.pool
            ON CONFLICT ON CONSTRAINT pool_once DO NOTHING""";

    /// Existing pools are locked first, with the pools around new ones: the foreign key of a new
    /// pool locks the pool around it too, and would do so out of order.
    @Override
    public void lock(Pipeline pipeline) {
        if (change.all().isEmpty()) {
            return;
        }
        Set<String> all = new TreeSet<>(change.all());
        change.offers().values().forEach(pool -> pool.inside().ifPresent(all::add));
        if (!change.offers().isEmpty()) {
            PoolRows.lock(pipeline, workspace, Set.of(), all, row -> {});
            for (List<Inventory.Pool> level : levels()) {
                ColumnArrays made = new ColumnArrays(2);
                level.forEach(pool -> made.row(pool.id(), pool.inside().orElse("")));
                pipeline.update(MAKE, made.between(workspace, workspace));
            }
        }
        PoolRows.lock(pipeline, workspace, Set.of(), all, row -> rows.put(row.pool, row));
    }

    /// The bigger pools before those inside them; pools in a cycle are in no level.
    private List<List<Inventory.Pool>> levels() {
        List<List<Inventory.Pool>> levels = new ArrayList<>();
        Set<String> left = new HashSet<>(change.offers().keySet());
        List<Inventory.Pool> level = new ArrayList<>();
        do {
            Set<String> within = left;
            level = change.offers().values().stream()
                    .filter(pool -> within.contains(pool.id())
                            && pool.inside().filter(within::contains).isEmpty())
                    .toList();
            levels.add(level);
            left = new HashSet<>(left);
            level.stream().map(Inventory.Pool::id).forEach(left::remove);
        } while (!level.isEmpty() && !left.isEmpty());
        return levels;
    }

    @Override
    public void decide(Transaction tx, Instant now, Objections objections) throws SQLException {
        change.offers().values().forEach(pool -> offer(pool, objections));
        for (String pool : change.withdrawn()) {
            PoolRow row = rows.get(pool);
            if (row != null) {
                targets.put(pool, new Target(row, false, row.capacity,
                        change.emptied(pool) ? 0 : row.capacity));
            }
        }
        expire(tx, now);
        List<String> full = targets.values().stream()
                .filter(target -> target.row.taken > target.most)
                .map(target -> target.row.pool).toList();
        if (!full.isEmpty()) {
            for (ClaimBatch.Standing each : PoolRows.standing(tx, workspace, full, now)) {
                objections.inTheWay(
                        each.hold(), each.allotment().inventory(), each.allotment().words());
            }
        }
    }

    private void offer(Inventory.Pool pool, Objections objections) {
        PoolRow row = rows.get(pool.id());
        if (row == null) {
            objections.unknown(pool.inside().orElse(pool.id()));
        } else if (!Objects.equals(row.inside, pool.inside().orElse(null))) {
            boolean there = pool.inside().map(rows::containsKey).orElse(true);
            if (there) {
                objections.otherKind(pool.id());
            } else {
                objections.unknown(pool.inside().orElseThrow());
            }
        } else {
            targets.put(pool.id(), new Target(row, change.onSale(pool.id()), pool.capacity(),
                    pool.capacity()));
        }
    }

    private void expire(Transaction tx, Instant now) throws SQLException {
        Map<String, Long> missing = new HashMap<>();
        targets.forEach((pool, target) -> {
            if (target.row.taken > target.most) {
                missing.put(pool, target.row.taken - target.most);
            }
        });
        PoolRows.expired(tx, workspace, missing, now, this::expire);
    }

    private boolean expire(Allotment.Places allotment, HoldChange cause) {
        Target target = Objects.requireNonNull(targets.get(allotment.inventory()));
        target.row.taken -= allotment.quantity();
        expiries.add(Effect.GIVE, cause, allotment);
        return target.row.taken <= target.most;
    }

    private static final String CHANGE = """
            WITH changed AS (
                UPDATE pool
                SET offered = new.offered::boolean, capacity = new.capacity,
                    version = pool.version + 1, stamp = ?
                FROM unnest(?::text[], ?::bigint[], ?::text[], ?::bigint[])
                     AS new (pool, seen, offered, capacity)
                CROSS JOIN LATERAL (
                    SELECT same.ctid, same.workspace FROM pool AS same
                    WHERE same.workspace = ? AND same.pool = new.pool AND same.version = new.seen
                    OFFSET 0) AS found
                WHERE pool.ctid = found.ctid AND pool.workspace = found.workspace
                RETURNING 1)
            SELECT as_decided('pools', count(*), ?) FROM changed""";

    @Override
    public void write(Pipeline pipeline, List<PendingLine> lines) {
        if (!expiries.isEmpty()) {
            new PoolWrites(workspace, stamp, rows, expiries, List.of()).add(pipeline, lines);
        }
        Collection<Target> changed = targets.values().stream().filter(Target::changes).toList();
        Map<String, Integer> ended = expiries.counts();
        ColumnArrays columns = new ColumnArrays(4);
        for (Target target : changed) {
            PoolRow row = target.row;
            long version = row.version + ended.getOrDefault(row.pool, 0);
            columns.row(row.pool, version, target.offered, target.capacity);
            lines.add(PendingLine.offered(Kind.CAPACITY, row.pool, version + 1,
                    target.offered ? Verb.OFFER : Verb.WITHDRAW,
                    PoolDefinition.of(target.capacity, row.inside, target.offered)));
        }
        if (!columns.isEmpty()) {
            pipeline.update(CHANGE, columns.between(stamp, workspace, columns.rows()));
        }
    }

    @Override
    public OptionalLong version(String pool) {
        PoolRow row = rows.get(pool);
        if (row == null) {
            return OptionalLong.empty();
        }
        Target target = targets.get(pool);
        return OptionalLong.of(row.version + expiries.counts().getOrDefault(pool, 0)
                + (target != null && target.changes() ? 1 : 0));
    }
}
