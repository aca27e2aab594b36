package holdfast.bench.past;

import holdfast.bench.sql.Statements;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/// Writes past bookings set by set, as the engine and the server would have left them: the audit
/// accepts them. Each event has a thousand bookings of one place.
public final class PastBookings {
    public static final String WORKSPACE = "filled";
    public static final int IN_ONE_EVENT = 1_000;
    private static final int AT_ONCE = 50_000;

    private PastBookings() {}

    private static final String PATIENT = """
            SELECT set_config('statement_timeout', '0', false),
                   set_config('synchronous_commit', 'off', false),
                   set_config('idle_in_transaction_session_timeout', '0', false),
                   set_config('transaction_timeout', '0', false)""";

    private static final String WORKSPACES = """
            INSERT INTO workspace (workspace, made_at) VALUES ('filled', '2022-01-01Z')
            ON CONFLICT DO NOTHING""";

    // The bookings from one number to another; number 0 is the first booking of event 0.
    private static final String NUMBERS = """
            CREATE TEMPORARY TABLE IF NOT EXISTS numbered AS
            SELECT 0::bigint AS number, ''::text AS hold, ''::text AS inventory, ''::text AS event,
                   0::bigint AS nth, '2022-01-01Z'::timestamptz AS at, ''::text AS first_name,
                   ''::text AS last_name, ''::text AS note
            WITH NO DATA""";

    private static final String CLEAR = """
            TRUNCATE numbered""";

    private static final String NUMBER = """
            INSERT INTO numbered
            SELECT number, 'hld_0' || lpad(number::text, 15, '0'),
                   'evt_filled' || number / 1000 || ':floor', 'evt_filled' || number / 1000,
                   number % 1000, '2022-01-01Z'::timestamptz + number * interval '10 seconds',
                   first_name, last_name,
                   '{"reference":"' || upper(substr(md5(number::text), 1, 8))
                   || '","customer":{"name":"' || first_name || ' ' || last_name
                   || '","email":"' || lower(first_name) || number || '@example.org"},'
                   || '"payment":{"method":"external","reference":"pi_' || md5(number::text)
                   || '","amount":{"amount":3500,"currency":"EUR"}},"by":"key_filled",'
                   || '"sold":{"lines":["evt_filled@1=3500EUR"],'
                   || '"total":{"amount":3500,"currency":"EUR"}}}'
            FROM (SELECT number,
                         (ARRAY['Anna', 'Ben', 'Clara', 'David', 'Emma', 'Felix', 'Greta',
                                'Hugo'])[1 + number % 8] AS first_name,
                         'Name' || number % 5000 AS last_name
                  FROM generate_series(?::bigint, ?::bigint - 1) AS number) AS named""";

    private static final String POOLS = """
            INSERT INTO pool (workspace, pool, version, stamp, offered, purpose, capacity, taken)
            SELECT 'filled', inventory, 1 + 2 * count(*), 0, true, 'capacity', 1000, count(*)
            FROM numbered GROUP BY inventory""";

    private static final String OFFERS = """
            INSERT INTO journal (workspace, kind, inventory, version, at, verb, effect, claim)
            SELECT 'filled', 'capacity', inventory, 1, min(at), 'offer', 'offer',
                   'pool 1000 - offered'
            FROM numbered GROUP BY inventory""";

    private static final String TAKES = """
            INSERT INTO journal (workspace, kind, inventory, version, at, verb, effect, hold,
                                 hold_version, until, claim, note, customer)
            SELECT 'filled', 'capacity', inventory, 2 + 2 * nth, at, 'hold', 'take', hold, 1,
                   at + interval '15 minutes', 'capacity ' || inventory || ' 0 1 claim',
                   'evt_filled@1=3500EUR', 'cus_' || number
            FROM numbered""";

    private static final String KEEPS = """
            INSERT INTO journal (workspace, kind, inventory, version, at, verb, effect, hold,
                                 hold_version, claim, note, attempt)
            SELECT 'filled', 'capacity', inventory, 3 + 2 * nth, at + interval '1 minute',
                   'confirm', 'keep', hold, 2, 'capacity ' || inventory || ' 0 1 claim', note,
                   'con_0' || number
            FROM numbered""";

    private static final String HOLDS = """
            INSERT INTO hold (workspace, hold, state, version, until, customer, attempt, made_at,
                              changed_at, claims, note, booking_note)
            SELECT 'filled', hold, 'booked', 2, 'infinity', 'cus_' || number, 'con_0' || number,
                   at, at + interval '1 minute', ARRAY['capacity ' || inventory || ' 0 1 claim'],
                   'evt_filled@1=3500EUR', note
            FROM numbered""";

    private static final String CLAIMS = """
            INSERT INTO pool_claim (workspace, pool, hold, item, quantity, role, state, until)
            SELECT 'filled', inventory, hold, 0, 1, 'claim', 'booked', 'infinity' FROM numbered""";

    private static final String KEYS = """
            INSERT INTO idempotency_key (workspace, key, request, outcome, at)
            SELECT 'filled', 'filled-' || md5(number::text), md5('r' || number),
                   'made' || chr(9) || hold, at
            FROM numbered""";

    private static final String BOOKINGS = """
            INSERT INTO booking (workspace, hold, state, made_at, reference, email, customer)
            SELECT 'filled', hold, 'booked', at, upper(substr(md5(number::text), 1, 8)),
                   lower(first_name) || number || '@example.org', 'cus_' || number
            FROM numbered""";

    private static final String WORDS = """
            INSERT INTO booking_word (workspace, hold, word, made_at)
            SELECT 'filled', hold, lower(word), at
            FROM numbered, unnest(ARRAY[first_name, last_name]) AS word""";

    private static final String ENTRIES = """
            INSERT INTO booking_entry (workspace, hold, entry, state, made_at)
            SELECT 'filled', hold, event, 'booked', at FROM numbered""";

    private static final String TIDY = """
            VACUUM (ANALYZE)""";

    /// Fills the workspace of an empty database; whole events only.
    public static void fill(DataSource source, long bookings, PrintStream progress)
            throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(true);
            Statements.first(connection, PATIENT, row -> true);
            Statements.change(connection, WORKSPACES);
            Statements.change(connection, NUMBERS);
            for (long from = 0; from < bookings; from += AT_ONCE) {
                long to = Math.min(bookings, from + AT_ONCE);
                Statements.change(connection, CLEAR);
                Statements.change(connection, NUMBER, from, to);
                write(connection);
                progress.println(to + " bookings");
            }
            Statements.change(connection, TIDY);
        }
    }

    private static void write(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        for (String sql : new String[] {POOLS, OFFERS, TAKES, KEEPS, HOLDS, CLAIMS, KEYS, BOOKINGS,
                WORDS, ENTRIES}) {
            Statements.change(connection, sql);
        }
        connection.commit();
        connection.setAutoCommit(true);
    }
}
