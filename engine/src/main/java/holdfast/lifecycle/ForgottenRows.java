package holdfast.lifecycle;

import holdfast.Hold;
import holdfast.Verb;
import holdfast.capacity.LimitPools;
import holdfast.claims.Allotment;
import holdfast.claims.ColumnText;
import holdfast.lifecycle.ForgetVerb.Forgetter;
import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// What the tables have about a person beside the rows of the holds: lines of the journal and kept
/// answers. It is read under the locks of the holds, and all is written in one round trip.
final class ForgottenRows {
    private final String workspace;
    private final List<Line> lines;
    private final List<Kept> kept;

    private ForgottenRows(String workspace, List<Line> lines, List<Kept> kept) {
        this.workspace = workspace;
        this.lines = lines;
        this.kept = kept;
    }

    private record Line(
            String kind, String inventory, long version, Verb verb, Optional<String> note,
            Optional<String> customer) {}

    private record Kept(String key, String outcome) {}

    // A booking of the venue's time is in the name of its listing, which is no person.
    private static final String OF_CUSTOMER = """
            SELECT hold, state, version, until, changed_at, attempt, customer, made_at, claims,
                   reason, note, booking_note
            FROM hold
            WHERE workspace = ? AND customer = ?
              AND NOT EXISTS (
                  SELECT FROM listing
                  WHERE listing.workspace = hold.workspace AND listing.listing = hold.customer)
            ORDER BY hold LIMIT ?
            FOR UPDATE OF hold""";

    /// Locks the holds of a customer, and returns at most so many.
    static Pipeline.Answer<HoldRow> lock(
            Pipeline pipeline, String workspace, String customer, int most) {
        return pipeline.query(OF_CUSTOMER, HoldTable::row, workspace, customer, most);
    }

    private static final String LINES = """
            SELECT kind, inventory, version, verb, note, customer FROM journal
            WHERE workspace = ? AND hold = ANY (?::text[])
              AND (note IS NOT NULL OR customer IS NOT NULL)""";

    private static final String KEPT = """
            SELECT key, outcome FROM idempotency_key
            WHERE workspace = ?
              AND split_part(outcome, E'\\t',
                             CASE WHEN outcome LIKE E'again\\t%' THEN 3 ELSE 2 END)
                  = ANY (?::text[])
              AND (outcome LIKE E'hold\\t%' OR outcome LIKE E'again\\t%')""";

    static ForgottenRows read(Transaction tx, String workspace, List<String> holds)
            throws SQLException {
        String[] ids = holds.toArray(new String[0]);
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Line> lines = pipeline.query(LINES, ForgottenRows::line, workspace, ids);
        Pipeline.Answer<Kept> kept = pipeline.query(
                KEPT, row -> new Kept(row.getString(1), row.getString(2)), workspace, ids);
        pipeline.run();
        return new ForgottenRows(workspace, lines.rows(), kept.rows());
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(row.getString(1), row.getString(2), row.getLong(3),
                ColumnText.verb(row.getString(4)), Optional.ofNullable(row.getString(5)),
                Optional.ofNullable(row.getString(6)));
    }

    private static final String HOLDS = """
            WITH forgotten AS (
                UPDATE hold
                SET customer = new.customer, claims = string_to_array(new.claims, E'\\n'),
                    note = new.note, booking_note = new.booking_note
                FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                     AS new (hold, customer, claims, note, booking_note)
                WHERE hold.workspace = ? AND hold.hold = new.hold
                RETURNING 1)
            SELECT as_decided('holds forgotten', count(*), ?) FROM forgotten""";

    private static final String TEXTS = """
            WITH forgotten AS (
                UPDATE journal SET note = new.note, customer = new.customer
                FROM unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[])
                     AS new (kind, inventory, version, note, customer)
                WHERE journal.workspace = ? AND journal.kind = new.kind
                  AND journal.inventory = new.inventory AND journal.version = new.version
                RETURNING 1)
            SELECT as_decided('lines forgotten', count(*), ?) FROM forgotten""";

    // The claim of a line names its inventory after its kind.
    private static final String RENAME = """
            UPDATE journal
            SET inventory = new.name,
                claim = CASE WHEN effect = 'offer' THEN claim
                             ELSE 'capacity ' || new.name
                                  || substr(claim, length('capacity ' || new.pool) + 1) END
            FROM unnest(?::text[], ?::text[]) AS new (pool, name)
            WHERE journal.workspace = ? AND journal.kind = 'capacity'
              AND journal.inventory = new.pool""";

    private static final String RENAME_ARCHIVED = """
            UPDATE journal_archived SET inventory = new.name
            FROM unnest(?::text[], ?::text[]) AS new (pool, name)
            WHERE journal_archived.workspace = ? AND journal_archived.kind = 'capacity'
              AND journal_archived.inventory = new.pool""";

    // The audit then reads the journals of the renamed pools from their beginning.
    private static final String CHECKPOINTS = """
            DELETE FROM audit_checkpoint
            WHERE workspace = ? AND kind = 'capacity' AND inventory = ANY (?::text[])""";

    private static final String ANSWERS = """
            WITH forgotten AS (
                UPDATE idempotency_key SET outcome = new.outcome
                FROM unnest(?::text[], ?::text[]) AS new (key, outcome)
                WHERE idempotency_key.workspace = ? AND idempotency_key.key = new.key
                RETURNING 1)
            SELECT as_decided('answers forgotten', count(*), ?) FROM forgotten""";

    void write(Pipeline pipeline, Forgetter forgetter, List<HoldRow> rows) {
        holds(pipeline, rows);
        texts(pipeline, forgetter);
        Map<String, String> names = forgetter.limits();
        if (!names.isEmpty()) {
            String[] before = names.keySet().toArray(new String[0]);
            String[] after = Arrays.stream(before).map(names::get).toArray(String[]::new);
            LimitPools.rename(
                    pipeline, workspace, ThreadLocalRandom.current().nextLong(), names);
            pipeline.update(RENAME, before, after, workspace);
            pipeline.update(RENAME_ARCHIVED, before, after, workspace);
            pipeline.update(CHECKPOINTS, workspace, before);
        }
        answers(pipeline, forgetter);
    }

    private void holds(Pipeline pipeline, List<HoldRow> rows) {
        ColumnArrays columns = new ColumnArrays(5);
        for (HoldRow row : rows) {
            columns.row(row.hold(), row.origin().customer().orElse(null),
                    String.join("\n", row.allotments().stream().map(Allotment::text).toList()),
                    row.notes().hold().orElse(null), row.notes().booking().orElse(null));
        }
        if (!columns.isEmpty()) {
            pipeline.update(HOLDS, columns.before(workspace, rows.size()));
        }
    }

    private void texts(Pipeline pipeline, Forgetter forgetter) {
        ColumnArrays columns = new ColumnArrays(5);
        for (Line line : lines) {
            Hold.Notes notes = forgetter.notes(line.verb == Verb.CONFIRM
                    ? new Hold.Notes(Optional.empty(), line.note)
                    : new Hold.Notes(line.note, Optional.empty()));
            columns.row(line.kind, line.inventory, line.version,
                    notes.hold().or(notes::booking).orElse(null),
                    forgetter.customer(line.customer).orElse(null));
        }
        if (!columns.isEmpty()) {
            pipeline.update(TEXTS, columns.before(workspace, columns.rows()));
        }
    }

    private void answers(Pipeline pipeline, Forgetter forgetter) {
        ColumnArrays columns = new ColumnArrays(2);
        for (Kept each : kept) {
            HoldRow row = forgetter.of(HoldText.parse(each.outcome));
            columns.row(each.key, HoldText.isAgain(each.outcome)
                    ? HoldText.again(row) : HoldText.of(row));
        }
        if (!columns.isEmpty()) {
            pipeline.update(ANSWERS, columns.before(workspace, columns.rows()));
        }
    }
}
