package holdfast.bench.sale;

import holdfast.bench.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;

/// Audits a workspace after a run, in SQL that shares nothing with any way of holding.
///
/// @param oversold places, seats and visits that were sold and do not exist
/// @param findings everything else that is wrong
public record SaleAudit(long oversold, List<String> findings) {
    public SaleAudit {
        findings = List.copyOf(findings);
    }

    /// The promises of a way of holding. Every way must sell only once.
    ///
    /// @param counter the pool's counter is the sum of its claims
    /// @param journal the versions of each inventory's journal have no gaps
    /// @param most    how many places one customer has at the most; 0 is no promise
    /// @param keys    each hold has exactly one key
    public record Promise(boolean counter, boolean journal, long most, boolean keys) {}

    public boolean clean() {
        return oversold == 0 && findings.isEmpty();
    }

    /// One cell of a table.
    public String inWords() {
        Stream<String> sold = oversold == 0
                ? Stream.empty() : Stream.of("**oversold by " + oversold + "**");
        String all = String.join("; ", Stream.concat(sold, findings.stream()).toList());
        return all.isEmpty() ? "clean" : all;
    }

    public SaleAudit and(SaleAudit other) {
        List<String> both = Stream.concat(findings.stream(), other.findings.stream())
                .distinct().toList();
        return new SaleAudit(oversold + other.oversold, both);
    }

    public static SaleAudit nothing() {
        return new SaleAudit(0, List.of());
    }

    private static final String TOO_MANY_PLACES = """
            SELECT coalesce(sum(greatest(0, claimed - capacity)), 0)
            FROM pool JOIN (SELECT pool, sum(quantity) AS claimed FROM pool_claim
                            WHERE workspace = ? GROUP BY pool) AS claims USING (pool)
            WHERE workspace = ?""";

    private static final String WRONG_COUNTERS = """
            SELECT count(*)
            FROM pool LEFT JOIN (SELECT pool, sum(quantity) AS claimed FROM pool_claim
                                 WHERE workspace = ? GROUP BY pool) AS claims USING (pool)
            WHERE workspace = ? AND taken <> coalesce(claimed, 0)""";

    private static final String SEATS_TWICE = """
            SELECT count(*) - count(DISTINCT (seat_map, seat))
            FROM seat_claim WHERE workspace = ?""";

    private static final String OVERLAPS = """
            SELECT count(*)
            FROM (SELECT upper(period) > lead(lower(period)) OVER (
                             PARTITION BY calendar, lane ORDER BY lower(period)) AS twice
                  FROM time_claim WHERE workspace = ?) AS neighbours
            WHERE twice""";

    private static final String HOLDS = """
            SELECT count(*) FROM hold WHERE workspace = ?""";

    // A customer's limit is counted in ways of its own, so its lines are left out here.
    private static final String TAKES = """
            SELECT count(*) FROM journal
            WHERE workspace = ? AND effect = 'take' AND claim NOT LIKE '% limit'""";

    private static final String LISTED = """
            SELECT count(*) FROM hold, unnest(claims) AS claim
            WHERE workspace = ? AND claim NOT LIKE '% limit'""";

    // The claims listed in a hold's own row, against the claims that are there.
    private static final String PIECES = """
            SELECT coalesce(sum(CASE WHEN claim LIKE 'seats %'
                                     THEN cardinality(string_to_array(claim, ' ')) - 3
                                     ELSE 1 END), 0)
            FROM hold, unnest(claims) AS claim
            WHERE workspace = ? AND claim NOT LIKE '% limit'""";

    private static final String CLAIMS = """
            SELECT (SELECT count(*) FROM pool_claim WHERE workspace = ? AND role <> 'limit')
                 + (SELECT count(*) FROM seat_claim WHERE workspace = ?)
                 + (SELECT count(*) FROM time_claim WHERE workspace = ?)""";

    // By the customer in the hold's own row, in whatever way a limit is counted.
    private static final String OVER_LIMIT = """
            SELECT count(*)
            FROM (SELECT sum(quantity) AS places
                  FROM hold JOIN pool_claim USING (workspace, hold)
                  WHERE workspace = ? AND role = 'claim' GROUP BY customer) AS customers
            WHERE places > ?""";

    private static final String KEYS = """
            SELECT count(*) FROM hold JOIN idempotency_key USING (workspace)
            WHERE workspace = ? AND outcome = 'made' || E'\\t' || hold""";

    private static final String GAPS = """
            SELECT count(*)
            FROM (SELECT kind, inventory, count(*) AS lines, max(version) AS last
                  FROM journal WHERE workspace = ? GROUP BY kind, inventory) AS journals
            LEFT JOIN (SELECT 'capacity' AS kind, pool AS inventory, version
                       FROM pool WHERE workspace = ?
                       UNION ALL
                       SELECT 'seats', seat_map, version FROM seat_map WHERE workspace = ?
                       UNION ALL
                       SELECT 'time', calendar, version FROM calendar WHERE workspace = ?)
                AS inventories USING (kind, inventory)
            WHERE lines <> last OR version IS DISTINCT FROM last""";

    /// `granted` is how many holds the clients got.
    public static SaleAudit of(DataSource source, String workspace, Promise promise, long granted)
            throws SQLException {
        try (Connection connection = source.getConnection()) {
            long oversold = Statements.number(connection, TOO_MANY_PLACES, workspace, workspace)
                    + Statements.number(connection, SEATS_TWICE, workspace)
                    + Statements.number(connection, OVERLAPS, workspace);
            List<String> findings = new ArrayList<>();
            long holds = Statements.number(connection, HOLDS, workspace);
            differ(findings, "holds reported and found", granted, holds);
            differ(findings, "claims and journal lines",
                    Statements.number(connection, LISTED, workspace),
                    Statements.number(connection, TAKES, workspace));
            differ(findings, "pieces and claims",
                    Statements.number(connection, PIECES, workspace),
                    Statements.number(connection, CLAIMS, workspace, workspace, workspace));
            long counters =
                    Statements.number(connection, WRONG_COUNTERS, workspace, workspace);
            if (promise.counter && counters > 0) {
                findings.add("wrong counters: " + counters);
            }
            long gaps = Statements.number(
                    connection, GAPS, workspace, workspace, workspace, workspace);
            if (promise.journal && gaps > 0) {
                findings.add("journals with gaps: " + gaps);
            }
            findings.addAll(requests(connection, workspace, promise, holds));
            return new SaleAudit(oversold, findings);
        }
    }

    private static List<String> requests(
            Connection connection, String workspace, Promise promise, long holds)
            throws SQLException {
        List<String> findings = new ArrayList<>();
        long over = promise.most == 0 ? 0
                : Statements.number(connection, OVER_LIMIT, workspace, promise.most);
        if (over > 0) {
            findings.add("customers over their limit: " + over);
        }
        if (promise.keys) {
            differ(findings, "holds and keys", holds,
                    Statements.number(connection, KEYS, workspace));
        }
        return findings;
    }

    private static void differ(List<String> findings, String what, long one, long other) {
        if (one != other) {
            findings.add(what + " differ: " + one + ", " + other);
        }
    }
}
