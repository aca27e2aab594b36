package holdfast.server.outbox;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/// Removes what was handed on and delivered long ago, so that the outbox does not grow for ever.
public final class OutboxRemoval {
    private static final int AT_ONCE = 5_000;

    private final DataSource source;
    private final Duration kept;

    /// @param kept how long changes, ended mails and ended webhook messages stay
    public OutboxRemoval(DataSource source, Duration kept) {
        this.source = source;
        this.kept = kept;
    }

    private static final String WORKSPACES = """
            SELECT workspace FROM change_feed""";

    // Up to the first one that stays, so that those that stay have no gap.
    private static final String CHANGES = """
            DELETE FROM booking_change WHERE workspace = ? AND number IN (
                SELECT number FROM booking_change
                 WHERE workspace = ? AND number < coalesce((
                       SELECT number FROM booking_change
                        WHERE workspace = ? AND number IS NOT NULL
                          AND at >= the_clock() - make_interval(secs => ?)
                        ORDER BY number LIMIT 1), (SELECT changes + 1 FROM change_feed
                                                    WHERE workspace = ?))
                 ORDER BY number LIMIT ?)""";

    private static final String MAILS = """
            DELETE FROM mail WHERE workspace = ? AND mail IN (
                SELECT mail FROM mail
                 WHERE workspace = ? AND made_at < the_clock() - make_interval(secs => ?)
                   AND state <> 'waiting' AND NOT (state = 'forgotten' AND filed)
                 ORDER BY made_at LIMIT ?)""";

    private static final String MESSAGES = """
            DELETE FROM webhook_delivery WHERE workspace = ? AND (endpoint, number) IN (
                SELECT endpoint, number FROM webhook_delivery
                 WHERE workspace = ? AND state <> 'waiting'
                   AND made_at < the_clock() - make_interval(secs => ?)
                 LIMIT ?)""";

    private static final String VISITS = """
            DELETE FROM booking_visit WHERE workspace = ? AND (hold, starts_at) IN (
                SELECT hold, starts_at FROM booking_visit
                 WHERE workspace = ? AND starts_at < the_clock() - interval '1 day'
                 ORDER BY starts_at LIMIT ?)""";

    /// Removes some of it. Returns whether there may be more.
    public boolean some() throws SQLException {
        long seconds = kept.toSeconds();
        boolean more = false;
        for (String workspace : workspaces()) {
            try (Transaction tx = Transaction.begin(source)) {
                Pipeline pipeline = tx.pipeline();
                List<Pipeline.Answer<Boolean>> removed = List.of(
                        pipeline.update(CHANGES, workspace, workspace, workspace, seconds,
                                workspace, AT_ONCE),
                        pipeline.update(MAILS, workspace, workspace, seconds, AT_ONCE),
                        pipeline.update(MESSAGES, workspace, workspace, seconds, AT_ONCE),
                        pipeline.update(VISITS, workspace, workspace, AT_ONCE));
                tx.commit(pipeline);
                more |= removed.stream().anyMatch(answer -> answer.changed() >= AT_ONCE);
            }
        }
        return more;
    }

    private List<String> workspaces() throws SQLException {
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<String> found = pipeline.query(WORKSPACES, row -> row.getString(1));
            pipeline.run();
            return found.rows();
        }
    }
}
