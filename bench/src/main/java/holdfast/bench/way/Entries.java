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

    static void places(Connection connection, String hold, WantedClaim.Places wish, long version)
            throws SQLException {
        Statements.change(connection, PLACES, wish.workspace(), hold, ContenderIds.of(wish),
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

    static void seats(Connection connection, String hold, WantedClaim.Seats wish)
            throws SQLException {
        Statements.change(connection, SEATS, wish.workspace(), hold, ContenderIds.of(wish),
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

    static void time(Connection connection, String hold, WantedClaim.Time wish, long version)
            throws SQLException {
        Statements.change(connection, TIME, wish.workspace(), hold, ContenderIds.of(wish),
                wish.calendar(), wish.window().from(), wish.window().to(), version);
    }

    private static final String LIMITED = """
            WITH new AS MATERIALIZED (
                SELECT ?::text AS workspace, ?::text AS hold, ?::text AS claim, ?::text AS customer,
                       ?::text AS pool, ?::text AS limit_pool, ?::bigint AS quantity,
                       ?::bigint AS version,
                       clock.at, clock.at + interval '15 minutes' AS until
                FROM (SELECT the_clock() AS at) AS clock
            ), held AS (
                INSERT INTO hold (workspace, hold, state, version, until, customer, attempt,
                                  made_at, changed_at, claims)
                SELECT workspace, hold, 'held', 1, until, customer, '', at, at, ARRAY[claim]
                FROM new
            ), claimed AS (
                INSERT INTO pool_claim (workspace, pool, hold, item, quantity, role, state, until)
                SELECT workspace, pool, hold, 0, quantity, 'claim', 'held', until FROM new
                UNION ALL
                SELECT workspace, limit_pool, hold, 0, quantity, 'limit', 'held', until FROM new
            )
            INSERT INTO journal (workspace, kind, inventory, version, at, verb, effect, hold,
                                 hold_version, until, claim, customer)
            SELECT workspace, 'capacity', pool, version, at, 'hold', 'take', hold, 1, until, claim,
                   customer
            FROM new""";

    /// The places, and the same quantity in the customer's own rows, by which a limit is counted.
    static void limited(
            Connection connection, String hold, WantedClaim.Limited wish, long version)
            throws SQLException {
        WantedClaim.Places places = wish.places();
        Statements.change(connection, LIMITED, wish.workspace(), hold, ContenderIds.of(places),
                wish.customer(), places.pool(), ContenderIds.limit(wish), places.quantity(),
                version);
    }

    private static final String BASKET = """
            WITH new AS MATERIALIZED (
                SELECT ?::text AS workspace, ?::text AS hold,
                       ?::text AS places, ?::text AS pool, ?::bigint AS quantity,
                       ?::bigint AS pool_version,
                       ?::text AS seated, ?::text AS seat_map, ?::text[] AS seats,
                       nextval('unordered_version') AS map_version,
                       ?::text AS timed, ?::text AS calendar, tstzrange(?, ?) AS period,
                       ?::bigint AS calendar_version,
                       clock.at, clock.at + interval '15 minutes' AS until
                FROM (SELECT the_clock() AS at) AS clock
            ), held AS (
                INSERT INTO hold (workspace, hold, state, version, until, attempt, made_at,
                                  changed_at, claims)
                SELECT workspace, hold, 'held', 1, until, '', at, at, ARRAY[places, seated, timed]
                FROM new
            ), counted AS (
                INSERT INTO pool_claim (workspace, pool, hold, item, quantity, role, state, until)
                SELECT workspace, pool, hold, 0, quantity, 'claim', 'held', until FROM new
            ), claimed AS (
                INSERT INTO seat_claim (workspace, seat_map, seat, hold, item, state, until)
                SELECT workspace, seat_map, seat, hold, 1, 'held', until
                FROM new, unnest(seats) AS seat
                ORDER BY seat
            ), visited AS (
                INSERT INTO time_claim (workspace, calendar, lane, period, part, visit, hold, item,
                                        state, until)
                SELECT workspace, calendar, 0, period, 0, period, hold, 2, 'held', until
                FROM new
            )
            INSERT INTO journal (workspace, kind, inventory, version, at, verb, effect, hold,
                                 hold_version, until, claim)
            SELECT workspace, line.kind, line.inventory, line.version, at, 'hold', 'take', hold, 1,
                   until, line.claim
            FROM new, LATERAL (VALUES
                ('capacity', pool, pool_version, places),
                ('seats', seat_map, map_version, seated),
                ('time', calendar, calendar_version, timed))
                AS line (kind, inventory, version, claim)""";

    static void basket(Connection connection, String hold, WantedClaim.Basket wish,
            long poolVersion, long calendarVersion) throws SQLException {
        WantedClaim.Places places = wish.places();
        WantedClaim.Seats seats = wish.seats();
        WantedClaim.Time time = wish.time();
        Statements.change(connection, BASKET, wish.workspace(), hold,
                ContenderIds.of(places), places.pool(), places.quantity(), poolVersion,
                ContenderIds.of(seats, 1), seats.seatMap(), ContenderIds.names(seats),
                ContenderIds.of(time, 2), time.calendar(), time.window().from(),
                time.window().to(), calendarVersion);
    }

    private static final String KEY = """
            INSERT INTO idempotency_key (workspace, key, request, outcome, at)
            VALUES (?, ?, ?, ?, the_clock())
            ON CONFLICT (workspace, key) DO NOTHING""";

    /// Stores the key with its hold in the same transaction. Returns whether it was new; the key of
    /// another transaction under way is waited for.
    static boolean key(Connection connection, String hold, WantedClaim.Keyed wish)
            throws SQLException {
        return Statements.change(connection, KEY, wish.workspace(), wish.key(),
                ContenderIds.digest(wish), ContenderIds.outcome(hold)) == 1;
    }

    private static final String UNORDERED = """
            SELECT nextval('unordered_version')""";

    /// A journal version from a sequence, for a way that locks no row to count it under: it has
    /// gaps, and does not give the order of changes.
    static long unordered(Connection connection) throws SQLException {
        return Statements.number(connection, UNORDERED);
    }
}
