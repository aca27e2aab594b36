package holdfast.bench.way;

import holdfast.bench.sale.WantedClaim;
import holdfast.bench.sql.Statements;
import holdfast.database.Pool;
import holdfast.engine.Limits;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/// The bound: gathers requests into batches as the engine does, as many at once and as big, and
/// writes the same rows in one statement. It decides nothing, locks nothing and counts nothing, so
/// it is no way to sell; no way with these tables can be much faster.
final class WriteOnly implements Way {
    private final Pool pool;
    private final int batch;
    private final LinkedBlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>();
    private final AtomicLong versions = new AtomicLong(1_000_000);
    private final List<Thread> writers = new ArrayList<>();
    private volatile boolean closed;

    private record Waiting(WantedClaim wish, CompletableFuture<Answer> answer) {}

    WriteOnly(Pool pool, Limits limits) {
        this.pool = pool;
        this.batch = limits.batch();
        for (int writer = 0; writer < limits.inFlight(); writer++) {
            writers.add(Thread.ofPlatform().name("bound-" + writer).start(this::write));
        }
    }

    @Override
    public Answer hold(WantedClaim wish) {
        Waiting one = new Waiting(wish, new CompletableFuture<>());
        waiting.add(one);
        return one.answer.join();
    }

    private void write() {
        List<Waiting> taken = new ArrayList<>();
        while (!closed) {
            try {
                taken.add(waiting.take());
            } catch (InterruptedException stop) {
                return;
            }
            waiting.drainTo(taken, batch - 1);
            try (Connection connection = pool.dataSource().getConnection()) {
                write(connection, taken);
                taken.forEach(each -> each.answer.complete(Answer.GRANTED));
            } catch (SQLException | RuntimeException failure) {
                taken.forEach(each -> each.answer.completeExceptionally(
                        new CompletionException("a batch failed", failure)));
            }
            taken.clear();
        }
    }

    private static final String WRITE = """
            WITH new AS MATERIALIZED (
                SELECT ?::text AS workspace, clock.at, clock.at + interval '15 minutes' AS until
                FROM (SELECT the_clock() AS at) AS clock
            ), held AS (
                INSERT INTO hold (workspace, hold, state, version, until, customer, attempt,
                                  made_at, changed_at, claims)
                SELECT workspace, hold, 'held', 1, until, nullif(customer, ''), '', at, at,
                       string_to_array(claims, E'\\n')
                FROM new, unnest(?::text[], ?::text[], ?::text[]) AS held (hold, customer, claims)
            ), placed AS (
                INSERT INTO pool_claim (workspace, pool, hold, item, quantity, role, state, until)
                SELECT workspace, pool, hold, 0, quantity, role, 'held', until
                FROM new, unnest(?::text[], ?::text[], ?::bigint[], ?::text[])
                    AS placed (hold, pool, quantity, role)
            ), seated AS (
                INSERT INTO seat_claim (workspace, seat_map, seat, hold, item, state, until)
                SELECT workspace, seat_map, seat, hold, item, 'held', until
                FROM new, unnest(?::text[], ?::integer[], ?::text[], ?::text[])
                    AS seated (hold, item, seat_map, seat)
            ), timed AS (
                INSERT INTO time_claim (workspace, calendar, lane, period, part, visit, hold, item,
                                        state, until)
                SELECT workspace, calendar, 0, period, 0, period, hold, item, 'held', until
                FROM new, unnest(?::text[], ?::integer[], ?::text[], ?::tstzrange[])
                    AS timed (hold, item, calendar, period)
            ), keyed AS (
                INSERT INTO idempotency_key (workspace, key, request, outcome, at)
                SELECT workspace, key, request, outcome, at
                FROM new, unnest(?::text[], ?::text[], ?::text[]) AS keyed (key, request, outcome)
            )
            INSERT INTO journal (workspace, kind, inventory, version, at, verb, effect, hold,
                                 hold_version, until, claim, customer)
            SELECT workspace, kind, inventory, version, at, 'hold', 'take', hold, 1, until, claim,
                   nullif(customer, '')
            FROM new, unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[])
                AS line (hold, kind, inventory, version, claim, customer)""";

    private void write(Connection connection, List<Waiting> taken) throws SQLException {
        Rows rows = new Rows();
        taken.forEach(each -> rows.add(each.wish));
        List<Object> arguments = new ArrayList<>();
        arguments.add(taken.getFirst().wish.workspace());
        rows.all().forEach(column -> arguments.add(column.toArray(new String[0])));
        Statements.change(connection, WRITE, arguments.toArray());
    }

    /// The rows of a batch, as one list for each column.
    private final class Rows {
        private final List<List<String>> holds = columns(3);
        private final List<List<String>> places = columns(4);
        private final List<List<String>> seats = columns(4);
        private final List<List<String>> times = columns(4);
        private final List<List<String>> keys = columns(3);
        private final List<List<String>> lines = columns(6);

        private static List<List<String>> columns(int count) {
            List<List<String>> columns = new ArrayList<>();
            for (int column = 0; column < count; column++) {
                columns.add(new ArrayList<>());
            }
            return columns;
        }

        private static void row(List<List<String>> columns, String... values) {
            for (int column = 0; column < values.length; column++) {
                columns.get(column).add(values[column]);
            }
        }

        List<List<String>> all() {
            List<List<String>> all = new ArrayList<>(holds);
            all.addAll(places);
            all.addAll(seats);
            all.addAll(times);
            all.addAll(keys);
            all.addAll(lines);
            return all;
        }

        void add(WantedClaim wish) {
            String hold = ContenderIds.id();
            switch (wish) {
                case WantedClaim.Places it -> row(holds, hold, "", places(hold, it, ""));
                case WantedClaim.Seats it -> row(holds, hold, "", seats(hold, it, 0));
                case WantedClaim.Time it -> row(holds, hold, "", time(hold, it, 0));
                case WantedClaim.Limited it -> {
                    row(holds, hold, it.customer(), places(hold, it.places(), it.customer()));
                    row(places, hold, ContenderIds.limit(it),
                            Long.toString(it.places().quantity()), "limit");
                }
                case WantedClaim.Keyed it -> {
                    row(holds, hold, "", places(hold, it.places(), ""));
                    row(keys, it.key(), ContenderIds.digest(it), ContenderIds.outcome(hold));
                }
                case WantedClaim.Basket it -> row(holds, hold, "", String.join("\n",
                        places(hold, it.places(), ""), seats(hold, it.seats(), 1),
                        time(hold, it.time(), 2)));
            }
        }

        private String places(String hold, WantedClaim.Places wish, String customer) {
            String claim = ContenderIds.of(wish);
            row(places, hold, wish.pool(), Long.toString(wish.quantity()), "claim");
            line(hold, "capacity", wish.pool(), claim, customer);
            return claim;
        }

        private String seats(String hold, WantedClaim.Seats wish, int item) {
            String claim = ContenderIds.of(wish, item);
            wish.names().forEach(name -> row(
                    seats, hold, Integer.toString(item), wish.seatMap(), name));
            line(hold, "seats", wish.seatMap(), claim, "");
            return claim;
        }

        private String time(String hold, WantedClaim.Time wish, int item) {
            String claim = ContenderIds.of(wish, item);
            row(times, hold, Integer.toString(item), wish.calendar(),
                    "[" + wish.window().from() + "," + wish.window().to() + ")");
            line(hold, "time", wish.calendar(), claim, "");
            return claim;
        }

        private void line(
                String hold, String kind, String inventory, String claim, String customer) {
            row(lines, hold, kind, inventory, Long.toString(versions.incrementAndGet()), claim,
                    customer);
        }
    }

    @Override
    public void close() {
        closed = true;
        writers.forEach(Thread::interrupt);
        pool.close();
    }
}
