package holdfast.audit;

import holdfast.postgres.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Checks the live tables against each other. Each check is a query that finds violations. Most of
/// it repeats the constraints, so that the audit does not rely on them.
final class TableChecks {
    private TableChecks() {}

    private record Check(String promise, String sql) {}

    private static final String POOL_COUNTS = """
            SELECT pool.pool, 'taken is ' || pool.taken || ', its claims come to '
                   || coalesce(sum(claim.quantity), 0)
            FROM pool LEFT JOIN pool_claim AS claim USING (workspace, pool)
            WHERE workspace = ?
            GROUP BY pool.workspace, pool.pool, pool.taken
            HAVING pool.taken <> coalesce(sum(claim.quantity), 0)""";

    private static final String POOL_BOUNDS = """
            SELECT pool, 'taken is ' || taken || ' of ' || capacity
            FROM pool WHERE workspace = ? AND (taken < 0 OR taken > capacity)""";

    // A claim that expired may be gone from one pool and not yet from the other. After the clock was
    // set back it looks live there.
    private static final String POOL_NESTING = """
            SELECT inner_claim.pool, 'hold ' || inner_claim.hold || ' takes '
                   || inner_claim.quantity || ', but not from ' || pool.inside
            FROM pool_claim AS inner_claim
            JOIN pool USING (workspace, pool)
            LEFT JOIN pool_claim AS outer_claim
              ON outer_claim.workspace = pool.workspace AND outer_claim.pool = pool.inside
             AND outer_claim.hold = inner_claim.hold AND outer_claim.item = inner_claim.item
             AND outer_claim.quantity = inner_claim.quantity
            WHERE pool.workspace = ? AND pool.inside IS NOT NULL AND outer_claim.hold IS NULL
              AND inner_claim.until > the_clock()
              AND NOT EXISTS (
                  SELECT FROM journal
                  WHERE journal.workspace = pool.workspace AND journal.hold = inner_claim.hold
                    AND journal.kind = 'capacity' AND journal.inventory = pool.inside
                    AND journal.verb = 'expire')""";

    private static final String SEAT_TWICE = """
            SELECT seat_map, 'seat ' || seat || ' has ' || count(*) || ' claims'
            FROM seat_claim WHERE workspace = ?
            GROUP BY seat_map, seat HAVING count(*) > 1""";

    private static final String SEAT_KNOWN = """
            SELECT claim.seat_map, 'hold ' || hold || ' has seat ' || seat
                   || ', which is not on the map'
            FROM seat_claim AS claim LEFT JOIN seat USING (workspace, seat_map, seat)
            WHERE workspace = ? AND seat.number IS NULL""";

    private static final String TIME_OVERLAPS = """
            SELECT calendar, 'lane ' || lane || ': ' || hold || ' begins at ' || lower(period)
                   || ' before ' || before || ' ends'
            FROM (SELECT calendar, lane, hold, period,
                         max(upper(period)) OVER earlier AS ended, lag(hold) OVER earlier AS before
                  FROM time_claim WHERE workspace = ?
                  WINDOW earlier AS (PARTITION BY calendar, lane
                                     ORDER BY lower(period), upper(period)
                                     ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS claims
            WHERE lower(period) < ended""";

    private static final String TIME_LANES = """
            SELECT calendar, 'hold ' || hold || ' has lane ' || lane || ' of ' || lanes
            FROM time_claim JOIN calendar USING (workspace, calendar)
            WHERE workspace = ? AND lane >= lanes""";

    // A key is the client's own text and stays out of the finding.
    private static final String KEYS =
            """
            SELECT substr(outcome, 6), 'an idempotency key is said to have made it'
            FROM idempotency_key
            LEFT JOIN hold
              ON hold.workspace = idempotency_key.workspace AND hold.hold = substr(idempotency_key.outcome, 6)
            WHERE idempotency_key.workspace = ? AND outcome LIKE E'made\\t%' AND hold.hold IS NULL""";

    private static final String STRAY_PLACES = """
            SELECT pool, 'hold ' || hold || ' has places in it, and there is no such pool'
            FROM pool_claim LEFT JOIN pool USING (workspace, pool)
            WHERE workspace = ? AND pool.version IS NULL""";

    private static final String STRAY_TIMES = """
            SELECT calendar, 'hold ' || hold || ' has time in it, and there is no such calendar'
            FROM time_claim LEFT JOIN calendar USING (workspace, calendar)
            WHERE workspace = ? AND calendar.version IS NULL""";

    private static final String VENUES = """
            SELECT listing.listing, 'its hall is ' || listing.venue_hold || ', which is '
                   || CASE WHEN hold.state IS NULL THEN 'not there'
                           WHEN hold.state <> 'booked' THEN hold.state
                           ELSE 'booked in another name' END
            FROM listing
            LEFT JOIN hold
              ON hold.workspace = listing.workspace AND hold.hold = listing.venue_hold
            WHERE listing.workspace = ? AND listing.venue_hold IS NOT NULL
              AND (hold.state IS DISTINCT FROM 'booked'
                   OR hold.customer IS DISTINCT FROM listing.listing)""";

    private static final String ARCHIVED = """
            SELECT archived.inventory, 'version ' || line.version
                   || ' of its journal is there, and was archived'
            FROM journal_archived AS archived
            CROSS JOIN LATERAL (
                SELECT version FROM journal
                WHERE journal.workspace = archived.workspace AND journal.kind = archived.kind
                  AND journal.inventory = archived.inventory
                  AND journal.version BETWEEN archived.part * 10000 AND archived.part * 10000 + 9999
                OFFSET 0) AS line
            WHERE archived.workspace = ? AND archived.versions @> line.version""";
    // The same as POOL_NESTING, for some holds.
    private static final String POOL_NESTING_OF = """
            SELECT inner_claim.pool, 'hold ' || inner_claim.hold || ' takes '
                   || inner_claim.quantity || ', but not from ' || pool.inside
            FROM (SELECT DISTINCT workspace, inventory AS pool, hold FROM journal
                  WHERE workspace = ? AND hold = ANY (?::text[]) AND kind = 'capacity') AS named
            JOIN pool USING (workspace, pool)
            JOIN pool_claim AS inner_claim USING (workspace, pool, hold)
            LEFT JOIN pool_claim AS outer_claim
              ON outer_claim.workspace = named.workspace AND outer_claim.pool = pool.inside
             AND outer_claim.hold = inner_claim.hold AND outer_claim.item = inner_claim.item
             AND outer_claim.quantity = inner_claim.quantity
            WHERE pool.inside IS NOT NULL AND outer_claim.hold IS NULL
              AND inner_claim.until > the_clock()
              AND NOT EXISTS (
                  SELECT FROM journal
                  WHERE journal.workspace = named.workspace AND journal.hold = inner_claim.hold
                    AND journal.kind = 'capacity' AND journal.inventory = pool.inside
                    AND journal.verb = 'expire')""";

    private static final Check NESTING =
            new Check("what an inner pool sells, the bigger one sells", POOL_NESTING);
    private static final Check HALLS =
            new Check("a listing's hall is booked in its name", VENUES);

    private static final List<Check> CHECKS = List.of(
            new Check("a pool's counter is the sum of its claims", POOL_COUNTS),
            new Check("a pool is never oversold", POOL_BOUNDS),
            NESTING,
            new Check("a seat is sold once", SEAT_TWICE),
            new Check("a sold seat exists", SEAT_KNOWN),
            new Check("a pool with claims exists", STRAY_PLACES),
            new Check("a calendar with claims exists", STRAY_TIMES),
            new Check("no two intervals overlap", TIME_OVERLAPS),
            new Check("a calendar takes no more at once than it has lanes", TIME_LANES),
            new Check("a key that made a hold finds it", KEYS),
            new Check("what was archived is deleted", ARCHIVED),
            HALLS);

    static void all(Transaction tx, String workspace, AuditFindings findings)
            throws SQLException {
        for (Check check : CHECKS) {
            tx.each(check.sql, row -> note(findings, check.promise, row), workspace);
        }
    }

    /// The checks whose cost does not depend on what happened before.
    static void changed(Transaction tx, String workspace, AuditFindings findings)
            throws SQLException {
        tx.each(HALLS.sql, row -> note(findings, HALLS.promise, row), workspace);
    }

    /// The checks of some holds' claims.
    static void of(Transaction tx, String workspace, List<String> holds, AuditFindings findings)
            throws SQLException {
        tx.each(POOL_NESTING_OF, row -> note(findings, NESTING.promise, row), workspace,
                holds.toArray(String[]::new));
    }

    private static void note(AuditFindings findings, String promise, ResultSet row)
            throws SQLException {
        findings.add(promise, row.getString(1), row.getString(2));
    }
}
