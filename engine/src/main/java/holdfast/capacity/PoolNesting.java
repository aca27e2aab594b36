package holdfast.capacity;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Caches which pool lies inside which: the one thing about a pool that is needed before the locks.
/// It cannot become stale, since a pool never moves into another one. Also caches how full each
/// pool was, as a guess.
final class PoolNesting {
    private static final int MOST_REMEMBERED = 100_000;

    private record Key(String workspace, String pool) {}

    private final Map<Key, Optional<String>> inside = new ConcurrentHashMap<>();
    private final Map<Key, Long> lastLeft = new ConcurrentHashMap<>();

    private static final String INSIDE = """
            WITH RECURSIVE around AS (
                SELECT pool, inside FROM pool WHERE workspace = ? AND pool = ANY (?::text[])
                UNION
                SELECT outer_pool.pool, outer_pool.inside
                FROM around
                JOIN pool AS outer_pool
                  ON outer_pool.workspace = ? AND outer_pool.pool = around.inside
            )
            SELECT pool, inside FROM around""";

    private record Nested(String pool, Optional<String> inside) {}

    /// The pools and all pools around them; one that does not exist is returned too.
    Set<String> withAround(Transaction tx, String workspace, Collection<String> pools)
            throws SQLException {
        List<String> unknown = pools.stream()
                .filter(pool -> !inside.containsKey(new Key(workspace, pool)))
                .toList();
        if (!unknown.isEmpty()) {
            learn(tx, workspace, unknown);
        }
        Set<String> all = new LinkedHashSet<>();
        pools.forEach(pool -> all.addAll(chain(workspace, pool)));
        return all;
    }

    /// The pool itself, then the one around it, and so on.
    List<String> chain(String workspace, String pool) {
        List<String> chain = new ArrayList<>();
        @Nullable String at = pool;
        while (at != null) {
            chain.add(at);
            at = around(workspace, at);
        }
        return chain;
    }

    /// The pool around it, or null; also null if that is no longer cached.
    @Nullable
    String around(String workspace, String pool) {
        return inside.getOrDefault(new Key(workspace, pool), Optional.empty()).orElse(null);
    }

    /// How many places a pool had left when a batch last saw it: a guess, which decides nothing.
    long probablyLeft(String workspace, String pool) {
        return lastLeft.getOrDefault(new Key(workspace, pool), 0L);
    }

    void saw(String workspace, String pool, long left) {
        if (lastLeft.size() > MOST_REMEMBERED) {
            lastLeft.clear();
        }
        lastLeft.put(new Key(workspace, pool), left);
    }

    void took(String workspace, String pool, long quantity) {
        lastLeft.computeIfPresent(new Key(workspace, pool), (key, left) -> left - quantity);
    }

    private void learn(Transaction tx, String workspace, List<String> pools) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Nested> answer = pipeline.query(
                INSIDE,
                row -> new Nested(row.getString(1), Optional.ofNullable(row.getString(2))),
                workspace, pools.toArray(new String[0]), workspace);
        pipeline.run();
        if (inside.size() > MOST_REMEMBERED) {
            inside.clear();
        }
        Map<Key, Optional<String>> learned = new HashMap<>();
        answer.rows().forEach(n -> learned.put(new Key(workspace, n.pool), n.inside));
        inside.putAll(learned);
    }
}
