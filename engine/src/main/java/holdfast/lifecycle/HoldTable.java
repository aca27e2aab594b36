package holdfast.lifecycle;

import static holdfast.postgres.ColumnArrays.Sort.MOMENT;
import static holdfast.postgres.ColumnArrays.Sort.NUMBER;
import static holdfast.postgres.ColumnArrays.Sort.TEXT;
import static holdfast.postgres.ColumnArrays.moment;

import holdfast.Hold;
import holdfast.HoldRequest;
import holdfast.claims.Allotment;
import holdfast.claims.ColumnText;
import holdfast.claims.PlannedHold;
import holdfast.lifecycle.HoldRow.Life;
import holdfast.lifecycle.HoldRow.Origin;
import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Reads and writes the rows of holds.
final class HoldTable {
    private HoldTable() {}

    private static final String READ = """
            SELECT hold, state, version, until, changed_at, attempt, customer, made_at, claims,
                   reason, note, booking_note
            FROM hold
            WHERE workspace = ? AND hold = ANY (?::text[])""";

    private static final String LOCK = """
            SELECT hold, state, version, until, changed_at, attempt, customer, made_at, claims,
                   reason, note, booking_note
            FROM hold
            WHERE workspace = ? AND hold = ANY (?::text[])
            ORDER BY hold
            FOR UPDATE""";

    private static final String SETTLED = """
            SELECT hold, state, version, until, changed_at, attempt, customer, made_at, claims,
                   reason, note, booking_note
            FROM hold
            WHERE workspace = ? AND hold = ANY (?::text[])
            FOR SHARE""";

    /// Waits for transactions that are about to change them.
    static Pipeline.Answer<HoldRow> settled(Pipeline pipeline, String workspace,
            Collection<String> holds) {
        return pipeline.query(SETTLED, HoldTable::row, workspace, holds.toArray(new String[0]));
    }

    static Pipeline.Answer<HoldRow> read(Pipeline pipeline, String workspace,
            Collection<String> holds) {
        return pipeline.query(READ, HoldTable::row, workspace, holds.toArray(new String[0]));
    }

    static Pipeline.Answer<HoldRow> lock(Pipeline pipeline, String workspace,
            Collection<String> holds) {
        return pipeline.query(LOCK, HoldTable::row, workspace, holds.toArray(new String[0]));
    }

    static HoldRow row(ResultSet row) throws SQLException {
        Life life = new Life(ColumnText.state(row.getString(2)), row.getInt(3), Rows.moment(row, 4),
                Rows.certainly(row, 5), row.getString(6));
        Origin origin = new Origin(
                Optional.ofNullable(row.getString(7)), Rows.certainly(row, 8),
                Optional.ofNullable(row.getString(10)));
        List<Allotment> allotments = Rows.texts(row, 9).stream().map(Allotment::parse).toList();
        Hold.Notes notes = new Hold.Notes(
                Optional.ofNullable(row.getString(11)), Optional.ofNullable(row.getString(12)));
        return new HoldRow(row.getString(1), life, origin, notes, allotments);
    }

    private static final String INSERT = """
            INSERT INTO hold (workspace, hold, state, version, until, customer, attempt,
                              made_at, changed_at, claims, reason, note)
            SELECT same.workspace, new.hold, coalesce(new.state, same.state), 1,
                   coalesce(new.until::timestamptz, same.until),
                   coalesce(new.customer, same.customer), '', same.made_at, same.made_at,
                   string_to_array(coalesce(new.claims, same.claims), E'\\n'),
                   coalesce(new.reason, same.reason), coalesce(new.note, same.note)
            FROM (SELECT ?::text, ?::timestamptz, ?::text, ?::timestamptz, ?::text, ?::text,
                         ?::text, ?::text)
                 AS same (workspace, made_at, state, until, customer, claims, reason, note),
                 (SELECT unnest(?::text[]), unnest(?::text[]), unnest(?::text[]),
                         unnest(?::text[]), unnest(?::text[]), unnest(?::text[]),
                         unnest(?::text[]))
                 AS new (hold, state, until, customer, claims, reason, note)""";

    static void insert(Pipeline pipeline, String workspace, Instant now, Collection<HoldRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        ColumnArrays columns = new ColumnArrays(TEXT, TEXT, MOMENT, TEXT, TEXT, TEXT, TEXT);
        for (HoldRow row : rows) {
            Origin origin = row.origin();
            columns.row(row.hold(), ColumnText.of(row.life().state()), moment(row.life().until()),
                    origin.customer().orElse(null), lines(row.allotments()),
                    origin.reason().orElse(null), row.notes().hold().orElse(null));
        }
        pipeline.update(INSERT, columns.sparing(workspace, now));
    }

    private static final String INSERT_AHEAD = """
            WITH made AS MATERIALIZED (SELECT keep_clock() AS at)
            INSERT INTO hold (workspace, hold, state, version, until, customer, attempt,
                              made_at, changed_at, claims, note)
            SELECT same.workspace, new.hold, 'held', 1,
                   made.at + coalesce(new.lasts, same.lasts) * interval '1 microsecond',
                   coalesce(new.customer, same.customer), '', made.at, made.at,
                   string_to_array(coalesce(new.claims, same.claims), E'\\n'),
                   coalesce(new.note, same.note)
            FROM made,
                 (SELECT ?::text, ?::bigint, ?::text, ?::text, ?::text)
                 AS same (workspace, lasts, customer, claims, note),
                 (SELECT unnest(?::text[]), unnest(?::bigint[]), unnest(?::text[]),
                         unnest(?::text[]), unnest(?::text[]))
                 AS new (hold, lasts, customer, claims, note)""";

    static void insertAhead(
            Pipeline pipeline, String workspace, List<Attempt<HoldRequest>> attempts,
            List<PlannedHold> foreseen) {
        ColumnArrays columns = new ColumnArrays(TEXT, NUMBER, TEXT, TEXT, TEXT);
        for (int at = 0; at < attempts.size(); at++) {
            HoldRequest request = attempts.get(at).request();
            PlannedHold hold = foreseen.get(at);
            columns.row(hold.hold(), hold.lasts(), request.customer().orElse(null),
                    lines(hold.allotments()), request.note().orElse(null));
        }
        pipeline.update(INSERT_AHEAD, columns.sparing(workspace));
    }

    private static final String UPDATE = """
            WITH turned AS (
                UPDATE hold
                SET state = new.state, version = new.version, until = new.until::timestamptz,
                    attempt = new.attempt, changed_at = ?,
                    claims = string_to_array(new.claims, E'\\n'),
                    note = new.note, booking_note = new.booking_note
                FROM unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[],
                            ?::text[], ?::text[])
                     AS new (hold, state, version, until, attempt, claims, note, booking_note)
                CROSS JOIN LATERAL (
                    SELECT same.ctid, same.workspace FROM hold AS same
                    WHERE same.workspace = ? AND same.hold = new.hold
                      AND same.version = new.version - 1
                    OFFSET 0) AS found
                WHERE hold.ctid = found.ctid AND hold.workspace = found.workspace
                RETURNING 1)
            SELECT as_decided('holds', count(*), ?) FROM turned""";

    static void update(Pipeline pipeline, String workspace, Instant now, Collection<HoldRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        ColumnArrays columns = new ColumnArrays(8);
        for (HoldRow row : rows) {
            Life life = row.life();
            columns.row(row.hold(), ColumnText.of(life.state()), life.version(),
                    moment(life.until()),
                    life.attempt(), lines(row.allotments()), row.notes().hold().orElse(null),
                    row.notes().booking().orElse(null));
        }
        pipeline.update(UPDATE, columns.between(now, workspace, rows.size()));
    }

    private static String lines(List<? extends Allotment> allotments) {
        return String.join("\n", allotments.stream().map(Allotment::text).toList());
    }
}
