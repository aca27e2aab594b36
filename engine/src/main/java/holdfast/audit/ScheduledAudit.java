package holdfast.audit;

import holdfast.AuditReport;
import holdfast.ScheduledAudits.LastAudit;
import holdfast.ScheduledAudits.Pace;
import holdfast.ScheduledAudits.Round;
import holdfast.audit.AuditRun.Besides;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// An audit of a schedule: by one node at a time, and of what changed since the last clean one. Its
/// result is recorded for all nodes. Nothing but the work of other audits depends on that.
public final class ScheduledAudit {
    private final Transaction tx;
    private final String workspace;
    private final Besides besides;

    private ScheduledAudit(Transaction tx, String workspace, Besides besides) {
        this.tx = tx;
        this.workspace = workspace;
        this.besides = besides;
    }

    // A key of the database and not of the schema, so it names both.
    private static final String ALONE = """
            SELECT pg_try_advisory_xact_lock(hashtextextended(
                'holdfast audit ' || current_schema() || ' ' || ?::text, 0))""";

    private static final String DUE = """
            SELECT NOT coalesce(now >= at AND now < at + ? * interval '1 microsecond', false) AS due,
                   coalesce(findings = 0 AND now >= whole_at
                            AND now < whole_at + ? * interval '1 microsecond', false) AS changes
            FROM (SELECT the_clock() AS now) AS clock
            LEFT JOIN last_audit ON workspace = ?""";

    private record Due(boolean now, boolean changes) {}

    /// Empty if another node is auditing the workspace, or has audited it within half of the pause.
    public static Optional<Round> next(
            Transaction tx, String workspace, Pace pace, Besides besides) throws SQLException {
        tx.writableSnapshot();
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Boolean> alone =
                pipeline.query(ALONE, row -> row.getBoolean(1), workspace);
        Pipeline.Answer<Due> due = pipeline.query(DUE,
                row -> new Due(row.getBoolean(1), row.getBoolean(2)),
                micros(pace.every().dividedBy(2)), micros(pace.whole()), workspace);
        pipeline.run();
        if (!alone.only() || !due.only().now) {
            return Optional.empty();
        }
        return Optional.of(new ScheduledAudit(tx, workspace, besides).audit(due.only().changes));
    }

    private static long micros(Duration time) {
        return time.toNanos() / 1_000;
    }

    private Round audit(boolean changes) throws SQLException {
        Optional<AuditReport> changed =
                changes ? AuditRun.changed(tx, workspace, besides) : Optional.empty();
        AuditReport report = changed.isPresent() ? changed.get()
                : AuditRun.whole(tx, workspace, besides);
        Round round = new Round(report, changed.isEmpty());
        try {
            record(round);
        } catch (SQLException failure) {
            // Findings must be reported, also where they cannot be recorded.
            if (report.clean()) {
                throw failure;
            }
        }
        return round;
    }

    private static final String CHECKPOINT = """
            INSERT INTO audit_checkpoint (workspace, kind, inventory, version, taken, definition)
            SELECT workspace, kind, inventory, now.version, now.taken, now.definition
            FROM audited_inventory AS now
            LEFT JOIN audit_checkpoint AS seen USING (workspace, kind, inventory)
            WHERE workspace = ? AND (now.version, now.taken, now.definition)
                  IS DISTINCT FROM (seen.version, seen.taken, seen.definition)
            ON CONFLICT (workspace, kind, inventory) DO UPDATE
            SET version = excluded.version, taken = excluded.taken,
                definition = excluded.definition""";

    private static final String GONE = """
            DELETE FROM audit_checkpoint AS seen
            WHERE workspace = ? AND ?::boolean AND NOT EXISTS (
                SELECT FROM audited_inventory AS now
                WHERE now.workspace = seen.workspace AND now.kind = seen.kind
                  AND now.inventory = seen.inventory)""";

    private static final String RECORD = """
            INSERT INTO last_audit (workspace, at, whole_at, findings)
            SELECT ?, now, now, ?
            FROM (SELECT the_clock() AS now OFFSET 0) AS clock
            ON CONFLICT (workspace) DO UPDATE
            SET at = excluded.at, findings = excluded.findings,
                whole_at = CASE WHEN ?::boolean THEN excluded.whole_at
                                ELSE last_audit.whole_at END""";

    /// The checkpoint is of the audited snapshot, because it is written in the same transaction.
    private void record(Round round) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        if (round.report().clean()) {
            pipeline.update(CHECKPOINT, workspace);
            pipeline.update(GONE, workspace, round.whole());
        }
        pipeline.update(RECORD, workspace, round.report().findings().size(), round.whole());
        tx.commit(pipeline);
    }

    private static final String LAST = """
            SELECT workspace.workspace, last_audit.at, last_audit.whole_at, last_audit.findings
            FROM workspace
            LEFT JOIN last_audit ON last_audit.workspace = workspace.workspace""";

    /// The last audit of each workspace, by any node; empty for one that was never audited.
    public static Map<String, Optional<LastAudit>> last(Transaction tx) throws SQLException {
        Map<String, Optional<LastAudit>> all = new HashMap<>();
        tx.each(LAST, row -> all.put(row.getString(1), last(row)));
        return all;
    }

    private static Optional<LastAudit> last(ResultSet row) throws SQLException {
        Instant at = Rows.moment(row, 2);
        return at == null ? Optional.empty()
                : Optional.of(new LastAudit(at, Rows.certainly(row, 3), row.getInt(4)));
    }
}
