package holdfast.server.webhooks;

import holdfast.Unanswered;
import holdfast.change.CallerKeys;
import holdfast.change.CallerKeys.Recorded;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import holdfast.server.outbox.ChangeFeed;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;

/// The stored endpoints and messages.
public final class WebhookTable {
    public static final int MOST_ENDPOINTS = 20;
    /// The kind of a test message.
    public static final String TEST = "test";
    static final Duration LEASE = Duration.ofMinutes(2);

    private final DataSource source;

    public WebhookTable(DataSource source) {
        this.source = source;
    }

    /// Something to do in one transaction.
    private interface Work<T> {
        T add(Pipeline pipeline) throws SQLException;
    }

    private <T> Pipeline.Answer<T> committed(Work<Pipeline.Answer<T>> work) {
        try {
            return tried(work);
        } catch (SQLException failure) {
            throw new Unanswered("the webhooks could not be read or written", failure);
        }
    }

    private <T> Pipeline.Answer<T> tried(Work<Pipeline.Answer<T>> work) throws SQLException {
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<T> answer = work.add(pipeline);
            tx.commit(pipeline);
            return answer;
        }
    }

    /// The idempotency key of a request, and what the request asks for.
    public record Key(String key, String fingerprint) {}

    /// The outcome of a request that makes something.
    public sealed interface Made {
        /// It was made, by this request or by an earlier one with the same key.
        ///
        /// @param number of a test message, otherwise 0
        record Done(Endpoint endpoint, long number) implements Made {}

        record KeyReused(String key) implements Made {}

        record TooMany(int most) implements Made {}

        record Unknown(String id) implements Made {}
    }

    /// Makes something in a transaction and returns its id; empty if it could not.
    private interface Making {
        Optional<String> make(Transaction tx) throws SQLException;
    }

    /// Makes it once for a key. If the key was answered meanwhile, the second try finds the answer.
    private Made once(String workspace, Optional<Key> key, Making making, Made otherwise) {
        for (int tries = 1;; tries++) {
            try {
                return tryOnce(workspace, key, making, otherwise);
            } catch (SQLException failure) {
                if (tries == 2 || !String.valueOf(failure.getMessage())
                        .contains(CallerKeys.ONCE)) {
                    throw new Unanswered("the webhooks could not be written", failure);
                }
            }
        }
    }

    private static final String NOW = """
            SELECT the_clock()""";

    private Made tryOnce(String workspace, Optional<Key> key, Making making, Made otherwise)
            throws SQLException {
        try (Transaction tx = Transaction.begin(source)) {
            Optional<Recorded> before = key.isEmpty() ? Optional.empty()
                    : CallerKeys.recorded(tx, workspace, key.get().key());
            if (before.isPresent()) {
                return before.get().fingerprint().equals(key.orElseThrow().fingerprint())
                        ? done(tx, workspace, before.get().outcome())
                        : new Made.KeyReused(key.orElseThrow().key());
            }
            Optional<String> made = making.make(tx);
            if (made.isEmpty()) {
                return otherwise;
            }
            Made done = done(tx, workspace, made.get());
            Pipeline read = tx.pipeline();
            Pipeline.Answer<Instant> now = read.query(NOW, row -> Rows.certainly(row, 1));
            read.run();
            Pipeline write = tx.pipeline();
            key.ifPresent(each -> CallerKeys.record(write, workspace, new Recorded(
                    each.key(), each.fingerprint(), made.get()), now.only()));
            tx.commit(write);
            return done;
        }
    }

    /// The endpoint, and the number of a test message behind it.
    private static Made done(Transaction tx, String workspace, String made) throws SQLException {
        String[] words = made.split(" ", -1);
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Endpoint> found =
                pipeline.query(FIND, WebhookTable::endpoint, workspace, words[0]);
        pipeline.run();
        return found.rows().isEmpty() ? new Made.Unknown(words[0]) : new Made.Done(
                found.only(), words.length == 2 ? Long.parseLong(words[1]) : 0);
    }

    // Requests of one workspace wait for one another, so that they count right.
    private static final String QUEUE = """
            SELECT 1 FROM workspace_account WHERE workspace = ? FOR NO KEY UPDATE""";

    private static final String CREATE = """
            INSERT INTO webhook_endpoint (workspace, endpoint, url, kinds, state, generation,
                                          rotated_at, made_at, paused_until)
            SELECT ?::text, ?::text, ?::text, ?::text[], 'enabled', 1, the_clock(), the_clock(),
                   the_clock()
             WHERE (SELECT count(*) FROM webhook_endpoint WHERE workspace = ?) < ?""";

    private static final String FIND = """
            SELECT workspace, endpoint, url, kinds, state, generation, rotated_at, made_at,
                   failing_since
              FROM webhook_endpoint WHERE workspace = ? AND endpoint = ?""";

    public Made create(
            String workspace, Optional<Key> key, String id, URI url, List<String> kinds) {
        return once(workspace, key, tx -> {
            Pipeline queue = tx.pipeline();
            queue.query(QUEUE, row -> true, workspace);
            queue.run();
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Boolean> made = pipeline.update(CREATE, workspace, id, url.toString(),
                    kinds.toArray(String[]::new), workspace, MOST_ENDPOINTS);
            pipeline.run();
            return Optional.of(id).filter(any -> made.changed() == 1);
        }, new Made.TooMany(MOST_ENDPOINTS));
    }

    public Optional<Endpoint> find(String workspace, String id) {
        return committed(pipeline -> pipeline.query(
                FIND, WebhookTable::endpoint, workspace, id)).rows().stream().findFirst();
    }

    private static final String LIST = """
            SELECT workspace, endpoint, url, kinds, state, generation, rotated_at, made_at,
                   failing_since
              FROM webhook_endpoint WHERE workspace = ? ORDER BY made_at, endpoint""";

    public List<Endpoint> list(String workspace) {
        return committed(pipeline -> pipeline.query(LIST, WebhookTable::endpoint, workspace))
                .rows();
    }

    private static Endpoint endpoint(ResultSet row) throws SQLException {
        return new Endpoint(row.getString(1), row.getString(2), URI.create(row.getString(3)),
                Rows.texts(row, 4), row.getString(5).equals("enabled"), row.getInt(6),
                Rows.certainly(row, 7), Rows.certainly(row, 8),
                Optional.ofNullable(Rows.moment(row, 9)));
    }

    private static final String CHANGE = """
            UPDATE webhook_endpoint SET url = ?, kinds = ?, state = ?, paused_until = the_clock(),
                   failing_since = NULL
            WHERE workspace = ? AND endpoint = ?""";

    /// Changes an endpoint. It is tried again at once.
    public boolean change(
            String workspace, String id, URI url, List<String> kinds, boolean enabled) {
        return committed(pipeline -> pipeline.update(CHANGE, url.toString(),
                kinds.toArray(String[]::new), enabled ? "enabled" : "disabled", workspace, id))
                .changed() == 1;
    }

    private static final String ROTATE = """
            UPDATE webhook_endpoint SET generation = generation + 1, rotated_at = the_clock()
            WHERE workspace = ? AND endpoint = ?""";

    /// Gives an endpoint a new secret.
    public Made rotate(String workspace, Optional<Key> key, String id) {
        return once(workspace, key, tx -> {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Boolean> rotated = pipeline.update(ROTATE, workspace, id);
            pipeline.run();
            return Optional.of(id).filter(any -> rotated.changed() == 1);
        }, new Made.Unknown(id));
    }

    private static final String DELETE = """
            DELETE FROM webhook_endpoint WHERE workspace = ? AND endpoint = ?""";

    /// Deletes an endpoint with its messages. Returns whether there was one.
    public boolean delete(String workspace, String id) {
        return committed(pipeline -> pipeline.update(DELETE, workspace, id)).changed() == 1;
    }

    private static final String PING = """
            INSERT INTO webhook_delivery (workspace, endpoint, number, kind, state, tries, made_at,
                                          due_at)
            SELECT workspace, endpoint, ?, ?, 'waiting', 0, the_clock(), the_clock()
              FROM webhook_endpoint WHERE workspace = ? AND endpoint = ?""";

    private static final String DELIVERY = """
            SELECT workspace, endpoint, number, kind, state, tries, made_at, due_at, ended_at,
                   status, answer
              FROM webhook_delivery WHERE workspace = ? AND endpoint = ? AND number = ?""";

    /// Makes a test message.
    public Made test(String workspace, Optional<Key> key, String id) {
        return once(workspace, key, tx -> {
            long number = -ThreadLocalRandom.current().nextLong(1, 1L << 53);
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Boolean> made =
                    pipeline.update(PING, number, TEST, workspace, id);
            pipeline.run();
            return Optional.of(id + " " + number).filter(any -> made.changed() == 1);
        }, new Made.Unknown(id));
    }

    public Optional<Delivery> delivery(String workspace, String id, long number) {
        return committed(pipeline -> pipeline.query(DELIVERY, WebhookTable::delivery, workspace,
                id, number)).rows().stream().findFirst();
    }

    // A message that is waiting is left alone.
    private static final String AGAIN = """
            INSERT INTO webhook_delivery (workspace, endpoint, number, kind, state, tries, made_at,
                                          due_at)
            SELECT endpoint.workspace, endpoint.endpoint, change.number, change.kind, 'waiting', 0,
                   the_clock(), the_clock()
              FROM webhook_endpoint AS endpoint
              JOIN booking_change AS change ON change.workspace = endpoint.workspace
             WHERE endpoint.workspace = ? AND endpoint.endpoint = ? AND change.number = ?
            ON CONFLICT ON CONSTRAINT webhook_delivery_once DO UPDATE
               SET state = 'waiting', tries = 0, due_at = the_clock(), ended_at = NULL
             WHERE webhook_delivery.state <> 'waiting'""";

    /// Sends the message about a change once more, also if it never was sent. Empty if there is no
    /// such change.
    public Optional<Delivery> again(String workspace, String id, long number) {
        return committed(pipeline -> {
            pipeline.update(AGAIN, workspace, id, number);
            return pipeline.query(DELIVERY, WebhookTable::delivery, workspace, id, number);
        }).rows().stream().findFirst();
    }

    private static final String RECOVER = """
            INSERT INTO webhook_delivery (workspace, endpoint, number, kind, state, tries, made_at,
                                          due_at)
            SELECT endpoint.workspace, endpoint.endpoint, change.number, change.kind, 'waiting', 0,
                   the_clock(), the_clock()
              FROM webhook_endpoint AS endpoint
              JOIN booking_change AS change ON change.workspace = endpoint.workspace
             WHERE endpoint.workspace = ? AND endpoint.endpoint = ? AND change.number IS NOT NULL
               AND change.at >= ? AND change.kind = ANY (endpoint.kinds)
            ON CONFLICT ON CONSTRAINT webhook_delivery_once DO UPDATE
               SET state = 'waiting', tries = 0, due_at = the_clock(), ended_at = NULL
             WHERE webhook_delivery.state = 'failed'""";

    /// Sends every message since a moment that was not delivered. Returns how many.
    public int recover(String workspace, String id, Instant since) {
        return committed(pipeline -> pipeline.update(RECOVER, workspace, id, since)).changed();
    }

    private static final String LOG = """
            SELECT workspace, endpoint, number, kind, state, tries, made_at, due_at, ended_at,
                   status, answer
              FROM webhook_delivery
             WHERE workspace = ? AND endpoint = ? AND (?::text = '' OR state = ?::text)
               AND (made_at, number) < (?, ?)
             ORDER BY made_at DESC, number DESC LIMIT ?""";

    /// The messages of an endpoint, the latest first.
    ///
    /// @param state empty for all
    public List<Delivery> log(
            String workspace, String id, String state, Instant before, long beforeNumber,
            int most) {
        return committed(pipeline -> pipeline.query(LOG, WebhookTable::delivery, workspace, id,
                state, state, before, beforeNumber, most)).rows();
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        int status = row.getInt(10);
        return new Delivery(row.getString(1), row.getString(2), row.getLong(3), row.getString(4),
                row.getString(5), row.getInt(6), Rows.certainly(row, 7), Rows.certainly(row, 8),
                Optional.ofNullable(Rows.moment(row, 9)),
                status == 0 ? Optional.empty() : Optional.of(status),
                Optional.ofNullable(row.getString(11)));
    }

    private static final String DUE_ENDPOINTS = """
            SELECT workspace, endpoint, url, kinds, state, generation, rotated_at, made_at,
                   failing_since
              FROM webhook_endpoint
             WHERE state = 'enabled' AND paused_until <= the_clock() AND EXISTS (
                   SELECT 1 FROM webhook_delivery AS delivery
                    WHERE delivery.workspace = webhook_endpoint.workspace
                      AND delivery.endpoint = webhook_endpoint.endpoint
                      AND delivery.state = 'waiting' AND delivery.due_at <= the_clock())""";

    /// The endpoints that have messages to be sent now.
    List<Endpoint> due() throws SQLException {
        return tried(pipeline -> pipeline.query(DUE_ENDPOINTS, WebhookTable::endpoint)).rows();
    }

    // The endpoint is asked again, because it may be paused or disabled since it was read.
    // Materialized, because a join may run a subquery again, which would lock and take more rows.
    private static final String TAKE = """
            WITH next AS MATERIALIZED (
                SELECT due.number FROM webhook_delivery AS due
                WHERE due.workspace = ? AND due.endpoint = ? AND due.state = 'waiting'
                  AND due.due_at <= the_clock()
                  AND EXISTS (SELECT 1 FROM webhook_endpoint AS endpoint
                               WHERE endpoint.workspace = due.workspace
                                 AND endpoint.endpoint = due.endpoint
                                 AND endpoint.state = 'enabled'
                                 AND endpoint.paused_until <= the_clock())
                ORDER BY due.due_at, due.number LIMIT 1 FOR UPDATE SKIP LOCKED)
            UPDATE webhook_delivery AS delivery
               SET tries = delivery.tries + 1, due_at = the_clock() + make_interval(secs => ?)
              FROM next
             WHERE delivery.workspace = ? AND delivery.endpoint = ?
               AND delivery.number = next.number
            RETURNING delivery.workspace, delivery.endpoint, delivery.number, delivery.kind,
                      delivery.state, delivery.tries, delivery.made_at, delivery.due_at,
                      delivery.ended_at, delivery.status, delivery.answer""";

    /// Takes the next message that is due.
    Optional<Delivery> take(Endpoint endpoint) throws SQLException {
        return tried(pipeline -> pipeline.query(TAKE, WebhookTable::delivery,
                endpoint.workspace(), endpoint.id(), LEASE.toSeconds(), endpoint.workspace(),
                endpoint.id()))
                .rows().stream().findFirst();
    }

    private static final String ABOUT = """
            SELECT hold, version, kind, cause, at FROM booking_change
            WHERE workspace = ? AND number = ?""";

    /// The change that a message is about.
    Optional<ChangeFeed.Change> about(Delivery delivery) throws SQLException {
        return tried(pipeline -> pipeline.query(ABOUT, row -> new ChangeFeed.Change(
                delivery.number(), row.getString(1), row.getInt(2), row.getString(3),
                row.getString(4), Rows.certainly(row, 5)),
                delivery.workspace(), delivery.number())).rows().stream().findFirst();
    }

    private static final String DELIVERED = """
            UPDATE webhook_delivery SET state = 'delivered', ended_at = the_clock(), status = ?,
                   answer = NULL
            WHERE workspace = ? AND endpoint = ? AND number = ? AND state = 'waiting'""";

    private static final String WORKS = """
            UPDATE webhook_endpoint SET failing_since = NULL
            WHERE workspace = ? AND endpoint = ? AND failing_since IS NOT NULL""";

    void delivered(Delivery delivery, int status) throws SQLException {
        tried(pipeline -> {
            pipeline.update(WORKS, delivery.workspace(), delivery.endpoint());
            return pipeline.update(DELIVERED, status, delivery.workspace(), delivery.endpoint(),
                    delivery.number());
        });
    }

    /// What follows a try that was not successful.
    ///
    /// @param status  0 without an answer
    /// @param after   when the next try is; empty for never
    /// @param pause   how long the whole endpoint rests
    /// @param disable whether the endpoint does not want any more messages
    record Failure(
            int status, String answer, Optional<Duration> after, Duration pause,
            boolean disable) {}

    private static final String FAILED = """
            UPDATE webhook_delivery SET status = NULLIF(?, 0), answer = NULLIF(?, ''),
                   state = CASE WHEN ?::bigint < 0 THEN 'failed' ELSE 'waiting' END,
                   ended_at = CASE WHEN ?::bigint < 0 THEN the_clock() END,
                   due_at = the_clock() + make_interval(secs => greatest(0, ?::bigint))
            WHERE workspace = ? AND endpoint = ? AND number = ? AND state = 'waiting'
              AND tries = ?""";

    private static final String FAILING = """
            UPDATE webhook_endpoint
               SET failing_since = coalesce(failing_since, the_clock()),
                   paused_until = greatest(paused_until,
                                           the_clock() + make_interval(secs => ?)),
                   state = CASE WHEN ? THEN 'disabled' ELSE state END
            WHERE workspace = ? AND endpoint = ?""";

    void failed(Delivery delivery, Failure failure) throws SQLException {
        long after = failure.after().map(Duration::toSeconds).orElse(-1L);
        tried(pipeline -> {
            pipeline.update(FAILING, failure.pause().toSeconds(), failure.disable(),
                    delivery.workspace(), delivery.endpoint());
            return pipeline.update(FAILED, failure.status(), failure.answer(), after, after, after,
                    delivery.workspace(), delivery.endpoint(), delivery.number(),
                    delivery.tries());
        });
    }
}
