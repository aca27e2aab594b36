package holdfast.capacity;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

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
