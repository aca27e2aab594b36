package holdfast.lifecycle;

import static holdfast.postgres.Columns.Sort.MOMENT;
import static holdfast.postgres.Columns.Sort.NUMBER;
import static holdfast.postgres.Columns.Sort.TEXT;
import static holdfast.postgres.Columns.moment;

import holdfast.Hold;
import holdfast.HoldRequest;
import holdfast.ledger.Foreseen;
import holdfast.ledger.Piece;
import holdfast.lifecycle.HoldRow.Life;
import holdfast.lifecycle.HoldRow.Origin;
import holdfast.postgres.Columns;
import holdfast.postgres.Rows;
import holdfast.postgres.Trip;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Reads and writes the rows of holds.
final class Holds {
    private Holds() {}

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

    /// Waits for whoever is about to change them.
    static Trip.Answer<HoldRow> settled(Trip trip, String workspace, Collection<String> holds) {
        return trip.ask(SETTLED, Holds::row, workspace, holds.toArray(new String[0]));
    }

    static Trip.Answer<HoldRow> read(Trip trip, String workspace, Collection<String> holds) {
        return trip.ask(READ, Holds::row, workspace, holds.toArray(new String[0]));
    }

    static Trip.Answer<HoldRow> lock(Trip trip, String workspace, Collection<String> holds) {
        return trip.ask(LOCK, Holds::row, workspace, holds.toArray(new String[0]));
    }

    static HoldRow row(ResultSet row) throws SQLException {
        Life life = new Life(row.getString(2), row.getInt(3), Rows.moment(row, 4),
                Rows.certainly(row, 5), row.getString(6));
        Origin origin = new Origin(
                Optional.ofNullable(row.getString(7)), Rows.certainly(row, 8),
                Optional.ofNullable(row.getString(10)));
        List<Piece> pieces = Rows.texts(row, 9).stream().map(Piece::parse).toList();
        Hold.Notes notes = new Hold.Notes(
                Optional.ofNullable(row.getString(11)), Optional.ofNullable(row.getString(12)));
        return new HoldRow(row.getString(1), life, origin, notes, pieces);
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

    static void insert(Trip trip, String workspace, Instant now, Collection<HoldRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        Columns columns = new Columns(TEXT, TEXT, MOMENT, TEXT, TEXT, TEXT, TEXT);
        for (HoldRow row : rows) {
            Origin origin = row.origin();
            columns.row(row.hold(), row.life().state(), moment(row.life().until()),
                    origin.customer().orElse(null), lines(row.pieces()),
                    origin.reason().orElse(null), row.notes().hold().orElse(null));
        }
        trip.tell(INSERT, columns.sparing(workspace, now));
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
            Trip trip, String workspace, List<Ask<HoldRequest>> asks, List<Foreseen> foreseen) {
        Columns columns = new Columns(TEXT, NUMBER, TEXT, TEXT, TEXT);
        for (int at = 0; at < asks.size(); at++) {
            HoldRequest request = asks.get(at).request();
            Foreseen hold = foreseen.get(at);
            columns.row(hold.hold(), hold.lasts(), request.customer().orElse(null),
                    lines(hold.pieces()), request.note().orElse(null));
        }
        trip.tell(INSERT_AHEAD, columns.sparing(workspace));
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

    static void update(Trip trip, String workspace, Instant now, Collection<HoldRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        Columns columns = new Columns(8);
        for (HoldRow row : rows) {
            Life life = row.life();
            columns.row(row.hold(), life.state(), life.version(), moment(life.until()),
                    life.attempt(), lines(row.pieces()), row.notes().hold().orElse(null),
                    row.notes().booking().orElse(null));
        }
        trip.tell(UPDATE, columns.between(now, workspace, rows.size()));
    }

    private static String lines(List<? extends Piece> pieces) {
        return String.join("\n", pieces.stream().map(Piece::text).toList());
    }
}
