package holdfast.bench.way;

import holdfast.bench.sale.WantedClaim;
import holdfast.bench.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;

/// One conditional statement that decides, writes and commits in one round trip.
final class Conditional implements SingleRequest {

    private static final String PLACES = """
            WITH new AS MATERIALIZED (
                SELECT ?::text AS workspace, ?::text AS hold, ?::text AS claim,
                       ?::text AS pool, ?::bigint AS quantity,
                       clock.at, clock.at + interval '15 minutes' AS until
                FROM (SELECT the_clock() AS at) AS clock
            ), counted AS (
                UPDATE pool SET taken = pool.taken + new.quantity, version = pool.version + 1
                FROM new
                WHERE pool.workspace = new.workspace AND pool.pool = new.pool
                  AND pool.taken + new.quantity <= pool.capacity
                RETURNING pool.version
            ), held AS (
                INSERT INTO hold (workspace, hold, state, version, until, attempt, made_at,
                                  changed_at, claims)
                SELECT workspace, hold, 'held', 1, until, '', at, at, ARRAY[claim]
                FROM new, counted
            ), claimed AS (
                INSERT INTO pool_claim (workspace, pool, hold, item, quantity, role, state, until)
                SELECT workspace, pool, hold, 0, quantity, 'claim', 'held', until FROM new, counted
            )
            INSERT INTO journal (workspace, kind, inventory, version, at, verb, effect, hold,
                                 hold_version, until, claim)
            SELECT workspace, 'capacity', pool, counted.version, at, 'hold', 'take', hold, 1, until,
                   claim
            FROM new, counted""";

    @Override
    public Tried places(Connection connection, WantedClaim.Places wish) throws SQLException {
        connection.setAutoCommit(true);
        return tried(Statements.change(connection, PLACES, wish.workspace(), ContenderIds.id(),
                ContenderIds.of(wish), wish.pool(), wish.quantity()));
    }

    private static final String SEATS = """
            WITH new AS MATERIALIZED (
                SELECT given.*, clock.at, clock.at + interval '15 minutes' AS until,
                       nextval('unordered_version') AS version
                FROM (SELECT ?::text AS workspace, ?::text AS hold, ?::text AS claim,
                             ?::text AS seat_map, ?::text[] AS seats) AS given,
                     (SELECT the_clock() AS at) AS clock
                WHERE NOT EXISTS (SELECT FROM seat_claim AS taken
                                  WHERE taken.workspace = given.workspace
                                    AND taken.seat_map = given.seat_map
                                    AND taken.seat = ANY (given.seats))
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

    @Override
    public Tried seats(Connection connection, WantedClaim.Seats wish) throws SQLException {
        connection.setAutoCommit(true);
        return tried(Statements.change(connection, SEATS, wish.workspace(), ContenderIds.id(),
                ContenderIds.of(wish), wish.seatMap(), ContenderIds.names(wish)));
    }

    private static final String TIME = """
            WITH new AS MATERIALIZED (
                SELECT ?::text AS workspace, ?::text AS hold, ?::text AS claim,
                       ?::text AS calendar, tstzrange(?, ?) AS period,
                       clock.at, clock.at + interval '15 minutes' AS until
                FROM (SELECT the_clock() AS at) AS clock
            ), counted AS (
                UPDATE calendar SET version = calendar.version + 1
                FROM new
                WHERE calendar.workspace = new.workspace AND calendar.calendar = new.calendar
                  AND NOT EXISTS (SELECT FROM time_claim AS taken
                                  WHERE taken.workspace = new.workspace
                                    AND taken.track = track(new.calendar, 0)
                                    AND taken.period && new.period)
                RETURNING calendar.version
            ), held AS (
                INSERT INTO hold (workspace, hold, state, version, until, attempt, made_at,
                                  changed_at, claims)
                SELECT workspace, hold, 'held', 1, until, '', at, at, ARRAY[claim]
                FROM new, counted
            ), claimed AS (
                INSERT INTO time_claim (workspace, calendar, lane, period, part, visit, hold, item,
                                        state, until)
                SELECT workspace, calendar, 0, period, 0, period, hold, 0, 'held', until
                FROM new, counted
            )
            INSERT INTO journal (workspace, kind, inventory, version, at, verb, effect, hold,
                                 hold_version, until, claim)
            SELECT workspace, 'time', calendar, counted.version, at, 'hold', 'take', hold, 1, until,
                   claim
            FROM new, counted""";

    @Override
    public Tried time(Connection connection, WantedClaim.Time wish) throws SQLException {
        connection.setAutoCommit(true);
        return tried(Statements.change(connection, TIME, wish.workspace(), ContenderIds.id(),
                ContenderIds.of(wish), wish.calendar(), wish.window().from(),
                wish.window().to()));
    }

    private static Tried tried(int lines) {
        return lines == 1 ? Tried.GRANTED : Tried.REFUSED;
    }
}
