package holdfast.capacity;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The names of the pools that count customers' limits. Each ends with its customer.
public final class LimitPools {
    private static final String FIRST = "limit/";

    private LimitPools() {}

    /// The prefix of the limit pools of all customers within a scope.
    static String within(String scope) {
        return FIRST + scope + "/";
    }

    /// No offered pool can have this id: a slash is not allowed in one.
    static String of(String scope, String customer) {
        return within(scope) + URLEncoder.encode(customer, StandardCharsets.UTF_8);
    }

    static boolean isLimit(String pool) {
        return pool.startsWith(FIRST);
    }

    public static boolean isOf(String pool, String customer) {
        return isLimit(pool) && pool.endsWith(end(customer));
    }

    /// The same limit's pool of another customer.
    public static String renamed(String pool, String customer, String other) {
        return pool.substring(0, pool.length() - end(customer).length()) + end(other);
    }

    private static String end(String customer) {
        return "/" + URLEncoder.encode(customer, StandardCharsets.UTF_8);
    }

    private static final String OF_CUSTOMER = """
            SELECT pool FROM pool
            WHERE workspace = ? AND pool > 'limit/' AND pool < 'limit0' AND purpose = 'limit'
              AND right(pool, length(?)) = ?""";

    /// The pools of all limits of a customer. It reads the names of all limits of the workspace.
    public static List<String> of(Transaction tx, String workspace, String customer)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<String> pools = pipeline.query(OF_CUSTOMER, row -> row.getString(1),
                workspace, end(customer), end(customer));
        pipeline.run();
        return pools.rows();
    }

    private static final String LOCK = """
            SELECT pool FROM pool
            WHERE workspace = ? AND pool = ANY (?::text[])
            ORDER BY pool
            FOR UPDATE""";

    public static Pipeline.Answer<String> lock(
            Pipeline pipeline, String workspace, List<String> pools) {
        return pipeline.query(LOCK, row -> row.getString(1), workspace,
                pools.toArray(new String[0]));
    }

    // Of limits from which nothing is taken, those without a hold in the journal.
    private static final String UNUSED = """
            SELECT pool FROM pool
            WHERE workspace = ? AND pool > ? AND pool < 'limit0' AND purpose = 'limit'
              AND taken = 0
              AND NOT EXISTS (
                  SELECT FROM journal
                  WHERE journal.workspace = pool.workspace AND journal.kind = 'capacity'
                    AND journal.inventory = pool.pool AND journal.hold IS NOT NULL)
            ORDER BY pool LIMIT ?""";

    private static final String REMOVE = """
            WITH unused AS (
                SELECT pool FROM pool
                WHERE workspace = ? AND pool = ANY (?::text[]) AND taken = 0
                  AND NOT EXISTS (
                      SELECT FROM journal
                      WHERE journal.workspace = pool.workspace AND journal.kind = 'capacity'
                        AND journal.inventory = pool.pool AND journal.hold IS NOT NULL)
            ), lines AS (
                DELETE FROM journal USING unused
                WHERE journal.workspace = ? AND journal.kind = 'capacity'
                  AND journal.inventory = unused.pool
            ), archived AS (
                DELETE FROM journal_archived USING unused
                WHERE journal_archived.workspace = ? AND journal_archived.kind = 'capacity'
                  AND journal_archived.inventory = unused.pool
            ), checkpoint AS (
                DELETE FROM audit_checkpoint USING unused
                WHERE audit_checkpoint.workspace = ? AND audit_checkpoint.kind = 'capacity'
                  AND audit_checkpoint.inventory = unused.pool
            )
            DELETE FROM pool USING unused
            WHERE pool.workspace = ? AND pool.pool = unused.pool
            RETURNING pool.pool""";

    /// Removes limits of which no hold is left, after the pool with this name. The next hold of
    /// such a customer makes the pool anew.
    public static Removed remove(Transaction tx, String workspace, String after, int most)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<String> found = pipeline.query(UNUSED, row -> row.getString(1),
                workspace, after.isEmpty() ? FIRST : after, most);
        pipeline.run();
        if (found.rows().isEmpty()) {
            return new Removed(0, Optional.empty());
        }
        Pipeline.Answer<String> locked = lock(pipeline, workspace, found.rows());
        pipeline.run();
        Pipeline.Answer<String> removed = pipeline.query(REMOVE, row -> row.getString(1),
                workspace, locked.rows().toArray(new String[0]), workspace, workspace, workspace,
                workspace);
        tx.commit(pipeline);
        return new Removed(removed.rows().size(), Optional.of(found.rows().getLast()));
    }

    /// How many pools a step removed.
    ///
    /// @param last the last pool that was looked at; empty at the end
    public record Removed(int pools, Optional<String> last) {}

    private static final String RENAME = """
            WITH renamed AS (
                UPDATE pool SET pool = new.name, stamp = ?
                FROM unnest(?::text[], ?::text[]) AS new (pool, name)
                WHERE pool.workspace = ? AND pool.pool = new.pool
                RETURNING 1)
            SELECT as_decided('limits renamed', count(*), ?) FROM renamed""";

    private static final String RENAME_CLAIMS = """
            UPDATE pool_claim SET pool = new.name
            FROM unnest(?::text[], ?::text[]) AS new (pool, name)
            WHERE pool_claim.workspace = ? AND pool_claim.pool = new.pool""";

    /// Renames locked pools; the journal's lines are the caller's.
    public static void rename(
            Pipeline pipeline, String workspace, long stamp, Map<String, String> names) {
        if (names.isEmpty()) {
            return;
        }
        String[] before = names.keySet().toArray(new String[0]);
        String[] after = Arrays.stream(before).map(names::get).toArray(String[]::new);
        pipeline.update(RENAME, stamp, before, after, workspace, names.size());
        pipeline.update(RENAME_CLAIMS, before, after, workspace);
    }
}
