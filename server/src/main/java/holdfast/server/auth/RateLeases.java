package holdfast.server.auth;

import holdfast.Unanswered;
import holdfast.digest.Sha256;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import holdfast.server.store.ShortTransactions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the nodes of one database share of a rate: a node takes requests in blocks, each in one
/// statement that locks the client's row, so that all nodes together never take more than there is.
public final class RateLeases {
    /// Between counts of the nodes.
    public static final Duration REST = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(RateLeases.class);
    private static final long MICROS = 1_000_000;

    private final ShortTransactions tables;
    private volatile long nodes = 1;
    private volatile boolean failing;

    public RateLeases(DataSource source) {
        this.tables = new ShortTransactions(source);
    }

    /// The part of a client's rate that the nodes have in common.
    ///
    /// @param quota how many requests in a window
    /// @param window in seconds
    record ClientRate(String name, String client, long quota, long window) {}

    /// What was granted, and what is left.
    ///
    /// @param pause nanoseconds until there is one more, if there is none now
    record Lease(long granted, long left, long pause) {}

    long nodes() {
        return nodes;
    }

    private static final String NODES = """
            SELECT count(*) FROM node WHERE written_at > the_clock() - interval '30 seconds'
            """;

    private static final String REMOVE = """
            DELETE FROM rate_used
             WHERE (rate, client) IN (
                   SELECT rate, client FROM rate_used
                    WHERE full_at < the_clock() ORDER BY rate, client LIMIT 1000
                      FOR UPDATE SKIP LOCKED)
            """;

    /// Counts the nodes that wrote for their health check lately, and removes rows of clients that
    /// have their whole quota again.
    public void refresh() {
        nodes = tables.change(tx -> {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Long> counted = pipeline.query(NODES, row -> row.getLong(1));
            pipeline.update(REMOVE);
            pipeline.run();
            return Math.max(1, counted.only());
        });
    }

    // A row that waits for another transaction's keeps the clock it was read with, which may be a
    // little earlier than full_at was computed with: that takes too little, never too much.
    private static final String TAKE = """
            INSERT INTO rate_used AS used (rate, client, asked_at, full_at, granted)
            SELECT ?, ?, now, now + ? * interval '1 microsecond', ?
              FROM (SELECT the_clock() AS now) AS clock
            ON CONFLICT ON CONSTRAINT rate_used_once DO UPDATE
               SET (asked_at, full_at, granted) = (
                   SELECT EXCLUDED.asked_at, since + n * ? * interval '1 microsecond', n
                     FROM (SELECT greatest(used.full_at, EXCLUDED.asked_at) AS since) AS whole,
                          LATERAL (SELECT greatest(0, least(EXCLUDED.granted, floor((?
                              - 1000000 * extract(epoch FROM since - EXCLUDED.asked_at)) / ?)))
                              AS n) AS fitting)
            RETURNING granted, (1000000 * extract(epoch FROM full_at - asked_at))::bigint
            """;

    /// Takes up to so many requests for one client; empty when the database does not answer. None
    /// are taken by asking for 0.
    Optional<Lease> take(ClientRate rate, long wanted) {
        try {
            Lease lease = tables.change(tx -> take(tx, rate, wanted));
            failing = false;
            return Optional.of(lease);
        } catch (Unanswered | ShortTransactions.RefusedException failure) {
            if (!failing) {
                LOG.warn("Rates are kept by this node alone until the database answers", failure);
            }
            failing = true;
            return Optional.empty();
        }
    }

    private static Lease take(Transaction tx, ClientRate rate, long wanted) throws SQLException {
        // Rounded up, so that it allows no more; the window grows with it, so that the whole quota
        // fits into it.
        long price = (rate.window * MICROS + rate.quota - 1) / rate.quota;
        long window = price * rate.quota;
        long first = Math.min(wanted, rate.quota);
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Lease> answer = pipeline.query(TAKE,
                row -> lease(row.getLong(1), row.getLong(2), window, price),
                rate.name, Sha256.of(rate.client), first * price, first,
                price, window, price);
        pipeline.run();
        return answer.only();
    }

    private static Lease lease(long granted, long used, long window, long price) {
        long left = Math.max(0, (window - used) / price);
        return new Lease(granted, left, left > 0 ? 0 : (used + price - window) * 1_000);
    }
}
