package holdfast.bench.way;

import holdfast.bench.sale.WantedClaim;
import holdfast.bench.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;

/// The rows that every way writes once it has decided: the hold, its claim and the journal's line,
/// the same as the engine's, in one statement and so one round trip.
final class Entries {
    private Entries() {}

    private static final String PLACES = """
            WITH new AS MATERIALIZED (
                SELECT ?::text AS workspace, ?::text AS hold, ?::text AS claim,
                       ?::text AS pool, ?::bigint AS quantity, ?::bigint AS version,
                       clock.at, clock.at + interval '15 minutes' AS until
                FROM (SELECT the_clock() AS at) AS clock
            ), held AS (
                INSERT INTO hold (workspace, hold, state, version, until, attempt, made_at,
                                  changed_at, claims)
                SELECT workspace, hold, 'held', 1, until, '', at, at, ARRAY[claim]
                FROM new
            ), claimed AS (
                INSERT INTO pool_claim (workspace, pool, hold, item, quantity, role, state, until)
                SELECT workspace, pool, hold, 0, quantity, 'claim', 'held', until FROM new
            )
            INSERT INTO journal (workspace, kind, inventory, version, at, verb, effect, hold,
                                 hold_version, until, claim)
            SELECT workspace, 'capacity', pool, version, at, 'hold', 'take', hold, 1, until, claim
            FROM new""";

    static void places(Connection connection, WantedClaim.Places wish, long version)
            throws SQLException {
        Statements.change(connection, PLACES, wish.workspace(), ContenderIds.id(),
                ContenderIds.of(wish),
                wish.pool(), wish.quantity(), version);
    }

    // In the order of the seats, so that two requests for the same ones do not deadlock.
    private static final String SEATS = """
            WITH new AS MATERIALIZED (
                SELECT ?::text AS workspace, ?::text AS hold, ?::text AS claim,
                       ?::text AS seat_map, ?::text[] AS seats,
                       nextval('unordered_version') AS version,
                       clock.at, clock.at + interval '15 minutes' AS until
                FROM (SELECT the_clock() AS at) AS clock
            ), held AS (
                INSERT INTO hold (workspace, hold, state, version, until, attempt, made_at,
                                  changed_at, claims)
                SELECT workspace, hold, 'held', 1, until, '', at, at, ARRAY[claim]
                FROM new
            ), claimed AS (
                INSERT INTO seat_claim (workspace, seat_map, seat, hold, item, state, until)
                SELECT workspace, seat_map, seat, hold, 0, 'held', until
                FROM new, unnest(seats) AS seat
                ORDER BY seat
            )
            INSERT INTO journal (workspace, kind, inventory, version, at, verb, effect, hold,
                                 hold_version, until, claim)
            SELECT workspace, 'seats', seat_map, version, at, 'hold', 'take', hold, 1, until, claim
            FROM new""";

    static void seats(Connection connection, WantedClaim.Seats wish) throws SQLException {
        Statements.change(connection, SEATS, wish.workspace(), ContenderIds.id(),
                ContenderIds.of(wish),
                wish.seatMap(), ContenderIds.names(wish));
    }

    private static final String TIME = """
            WITH new AS MATERIALIZED (
                SELECT ?::text AS workspace, ?::text AS hold, ?::text AS claim,
                       ?::text AS calendar, tstzrange(?, ?) AS period, ?::bigint AS version,
                       clock.at, clock.at + interval '15 minutes' AS until
                FROM (SELECT the_clock() AS at) AS clock
            ), held AS (
                INSERT INTO hold (workspace, hold, state, version, until, attempt, made_at,
                                  changed_at, claims)
                SELECT workspace, hold, 'held', 1, until, '', at, at, ARRAY[claim]
                FROM new
            ), claimed AS (
                INSERT INTO time_claim (workspace, calendar, lane, period, part, visit, hold, item,
                                        state, until)
                SELECT workspace, calendar, 0, period, 0, period, hold, 0, 'held', until
                FROM new
            )
            INSERT INTO journal (workspace, kind, inventory, version, at, verb, effect, hold,
                                 hold_version, until, claim)
            SELECT workspace, 'time', calendar, version, at, 'hold', 'take', hold, 1, until, claim
            FROM new""";

    static void time(Connection connection, WantedClaim.Time wish, long version)
            throws SQLException {
        Statements.change(connection, TIME, wish.workspace(), ContenderIds.id(),
                ContenderIds.of(wish),
                wish.calendar(), wish.window().from(), wish.window().to(), version);
    }

    private static final String UNORDERED = """
            SELECT nextval('unordered_version')""";

    /// A journal version from a sequence, for a way that locks no row to count it under: it has
    /// gaps, and does not give the order of changes.
    static long unordered(Connection connection) throws SQLException {
        return Statements.number(connection, UNORDERED);
    }
}
