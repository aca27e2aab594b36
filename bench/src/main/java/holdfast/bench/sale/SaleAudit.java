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
    public record Promise(boolean counter, boolean journal) {}

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

    private static final String TAKES = """
            SELECT count(*) FROM journal WHERE workspace = ? AND effect = 'take'""";

    // The claims listed in a hold's own row, against the claims that are there.
    private static final String PIECES = """
            SELECT coalesce(sum(CASE WHEN claims[1] LIKE 'seats %'
                                     THEN cardinality(string_to_array(claims[1], ' ')) - 3
                                     ELSE 1 END), 0)
            FROM hold WHERE workspace = ?""";

    private static final String CLAIMS = """
            SELECT (SELECT count(*) FROM pool_claim WHERE workspace = ?)
                 + (SELECT count(*) FROM seat_claim WHERE workspace = ?)
                 + (SELECT count(*) FROM time_claim WHERE workspace = ?)""";

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
            differ(findings, "holds and journal lines", holds,
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
            return new SaleAudit(oversold, findings);
        }
    }

    private static void differ(List<String> findings, String what, long one, long other) {
        if (one != other) {
            findings.add(what + " differ: " + one + ", " + other);
        }
    }
}
