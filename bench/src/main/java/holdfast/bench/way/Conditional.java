package holdfast.bench.way;

import holdfast.bench.sale.WantedClaim;
import holdfast.bench.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;

/// One conditional statement that decides, writes and commits in one round trip.
final class Conditional implements SingleRequest {

    @Override
    public Tried hold(Connection connection, WantedClaim wish) throws SQLException {
        connection.setAutoCommit(true);
        return switch (wish) {
            case WantedClaim.Places it -> places(connection, it);
            case WantedClaim.Seats it -> seats(connection, it);
            case WantedClaim.Time it -> time(connection, it);
            case WantedClaim.Limited it -> limited(connection, it);
            case WantedClaim.Keyed it -> keyed(connection, it);
            case WantedClaim.Basket it -> basket(connection, it);
        };
    }

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

    private static Tried places(Connection connection, WantedClaim.Places wish)
            throws SQLException {
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

    private static Tried seats(Connection connection, WantedClaim.Seats wish)
            throws SQLException {
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

    private static Tried time(Connection connection, WantedClaim.Time wish) throws SQLException {
        return tried(Statements.change(connection, TIME, wish.workspace(), ContenderIds.id(),
                ContenderIds.of(wish), wish.calendar(), wish.window().from(),
                wish.window().to()));
    }

    // The customer's own pool counts the limit. If another request takes the last places after this
    // statement saw them, the pool's constraint undoes all of it.
    private static final String LIMITED = """
            WITH new AS MATERIALIZED (
                SELECT given.*, clock.at, clock.at + interval '15 minutes' AS until
                FROM (SELECT ?::text AS workspace, ?::text AS hold, ?::text AS claim,
                             ?::text AS customer, ?::text AS pool, ?::text AS limit_pool,
                             ?::bigint AS most, ?::bigint AS quantity) AS given,
                     (SELECT the_clock() AS at) AS clock
                WHERE EXISTS (SELECT FROM pool AS roomy
                              WHERE roomy.workspace = given.workspace AND roomy.pool = given.pool
                                AND roomy.taken + given.quantity <= roomy.capacity)
            ), limited AS (
                INSERT INTO pool AS own (workspace, pool, version, stamp, offered, purpose,
                                         capacity, taken)
                SELECT workspace, limit_pool, 0, 0, true, 'limit', most, quantity FROM new
                ON CONFLICT (workspace, pool) DO UPDATE SET taken = own.taken + EXCLUDED.taken
                WHERE own.taken + EXCLUDED.taken <= own.capacity
                RETURNING own.pool
            ), counted AS (
                UPDATE pool SET taken = pool.taken + new.quantity, version = pool.version + 1
                FROM new, limited
                WHERE pool.workspace = new.workspace AND pool.pool = new.pool
                RETURNING pool.version
            ), held AS (
                INSERT INTO hold (workspace, hold, state, version, until, customer, attempt,
                                  made_at, changed_at, claims)
                SELECT workspace, hold, 'held', 1, until, customer, '', at, at, ARRAY[claim]
                FROM new, counted
            ), claimed AS (
                INSERT INTO pool_claim (workspace, pool, hold, item, quantity, role, state, until)
                SELECT workspace, pool, hold, 0, quantity, 'claim', 'held', until FROM new, counted
                UNION ALL
                SELECT workspace, limit_pool, hold, 0, quantity, 'limit', 'held', until
                FROM new, counted
            )
            INSERT INTO journal (workspace, kind, inventory, version, at, verb, effect, hold,
                                 hold_version, until, claim, customer)
            SELECT workspace, 'capacity', pool, counted.version, at, 'hold', 'take', hold, 1, until,
                   claim, customer
            FROM new, counted""";

    private static Tried limited(Connection connection, WantedClaim.Limited wish)
            throws SQLException {
        WantedClaim.Places places = wish.places();
        return tried(Statements.change(connection, LIMITED, wish.workspace(), ContenderIds.id(),
                ContenderIds.of(places), wish.customer(), places.pool(),
                ContenderIds.limit(wish), wish.most(), places.quantity()));
    }

    private static final String KEYED = """
            WITH new AS MATERIALIZED (
                SELECT given.*, clock.at, clock.at + interval '15 minutes' AS until
                FROM (SELECT ?::text AS workspace, ?::text AS hold, ?::text AS claim,
                             ?::text AS pool, ?::bigint AS quantity,
                             ?::text AS key, ?::text AS request, ?::text AS outcome) AS given,
                     (SELECT the_clock() AS at) AS clock
                WHERE EXISTS (SELECT FROM pool AS roomy
                              WHERE roomy.workspace = given.workspace AND roomy.pool = given.pool
                                AND roomy.taken + given.quantity <= roomy.capacity)
            ), keyed AS (
                INSERT INTO idempotency_key AS own (workspace, key, request, outcome, at)
                SELECT workspace, key, request, outcome, at FROM new
                ON CONFLICT (workspace, key) DO NOTHING
                RETURNING own.key
            ), counted AS (
                UPDATE pool SET taken = pool.taken + new.quantity, version = pool.version + 1
                FROM new, keyed
                WHERE pool.workspace = new.workspace AND pool.pool = new.pool
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

    private static final String KNOWN = """
            SELECT count(*) FROM idempotency_key WHERE workspace = ? AND key = ?""";

    private static Tried keyed(Connection connection, WantedClaim.Keyed wish)
            throws SQLException {
        WantedClaim.Places places = wish.places();
        String hold = ContenderIds.id();
        if (Statements.change(connection, KEYED, wish.workspace(), hold, ContenderIds.of(places),
                places.pool(), places.quantity(), wish.key(), ContenderIds.digest(wish),
                ContenderIds.outcome(hold)) == 1) {
            return Tried.GRANTED;
        }
        return Statements.number(connection, KNOWN, wish.workspace(), wish.key()) > 0
                ? Tried.REPEATED : Tried.REFUSED;
    }

    private static final String BASKET = """
            WITH new AS MATERIALIZED (
                SELECT given.*, clock.at, clock.at + interval '15 minutes' AS until,
                       nextval('unordered_version') AS map_version
                FROM (SELECT ?::text AS workspace, ?::text AS hold,
                             ?::text AS places, ?::text AS pool, ?::bigint AS quantity,
                             ?::text AS seated, ?::text AS seat_map, ?::text[] AS seats,
                             ?::text AS timed, ?::text AS calendar, tstzrange(?, ?) AS period
                     ) AS given,
                     (SELECT the_clock() AS at) AS clock
                WHERE NOT EXISTS (SELECT FROM seat_claim AS taken
                                  WHERE taken.workspace = given.workspace
                                    AND taken.seat_map = given.seat_map
                                    AND taken.seat = ANY (given.seats))
                  AND NOT EXISTS (SELECT FROM time_claim AS taken
                                  WHERE taken.workspace = given.workspace
                                    AND taken.track = track(given.calendar, 0)
                                    AND taken.period && given.period)
            ), counted AS (
                UPDATE pool SET taken = pool.taken + new.quantity, version = pool.version + 1
                FROM new
                WHERE pool.workspace = new.workspace AND pool.pool = new.pool
                  AND pool.taken + new.quantity <= pool.capacity
                RETURNING pool.version
            ), visited AS (
                UPDATE calendar SET version = calendar.version + 1
                FROM new, counted
                WHERE calendar.workspace = new.workspace AND calendar.calendar = new.calendar
                RETURNING calendar.version
            ), held AS (
                INSERT INTO hold (workspace, hold, state, version, until, attempt, made_at,
                                  changed_at, claims)
                SELECT workspace, hold, 'held', 1, until, '', at, at, ARRAY[places, seated, timed]
                FROM new, counted
            ), placed AS (
                INSERT INTO pool_claim (workspace, pool, hold, item, quantity, role, state, until)
                SELECT workspace, pool, hold, 0, quantity, 'claim', 'held', until FROM new, counted
            ), claimed AS (
                INSERT INTO seat_claim (workspace, seat_map, seat, hold, item, state, until)
                SELECT workspace, seat_map, seat, hold, 1, 'held', until
                FROM new, counted, unnest(seats) AS seat
                ORDER BY seat
            ), timed AS (
                INSERT INTO time_claim (workspace, calendar, lane, period, part, visit, hold, item,
                                        state, until)
                SELECT workspace, calendar, 0, period, 0, period, hold, 2, 'held', until
                FROM new, visited
            )
            INSERT INTO journal (workspace, kind, inventory, version, at, verb, effect, hold,
                                 hold_version, until, claim)
            SELECT workspace, line.kind, line.inventory, line.version, at, 'hold', 'take', hold, 1,
                   until, line.claim
            FROM new, counted, visited, LATERAL (VALUES
                ('capacity', pool, counted.version, places),
                ('seats', seat_map, map_version, seated),
                ('time', calendar, visited.version, timed))
                AS line (kind, inventory, version, claim)""";

    private static Tried basket(Connection connection, WantedClaim.Basket wish)
            throws SQLException {
        WantedClaim.Places places = wish.places();
        WantedClaim.Seats seats = wish.seats();
        WantedClaim.Time time = wish.time();
        return Statements.change(connection, BASKET, wish.workspace(), ContenderIds.id(),
                ContenderIds.of(places), places.pool(), places.quantity(),
                ContenderIds.of(seats, 1), seats.seatMap(), ContenderIds.names(seats),
                ContenderIds.of(time, 2), time.calendar(), time.window().from(),
                time.window().to()) == 3 ? Tried.GRANTED : Tried.REFUSED;
    }

    private static Tried tried(int lines) {
        return lines == 1 ? Tried.GRANTED : Tried.REFUSED;
    }
}
