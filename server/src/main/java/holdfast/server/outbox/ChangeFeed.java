package holdfast.server.outbox;

import holdfast.Unanswered;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/// The list of a workspace's changes, by number. Everything that was committed before a read is in
/// it, and a number that was read is never followed by a smaller one.
public final class ChangeFeed {
    private final DataSource source;
    private final Outbox outbox;

    public ChangeFeed(DataSource source, Outbox outbox) {
        this.source = source;
        this.outbox = outbox;
    }

    /// The answer to a read.
    public sealed interface Result {
        record Changes(List<Change> changes) implements Result {
            public Changes {
                changes = List.copyOf(changes);
            }
        }

        /// Some of the changes after that number were removed, because they are too old.
        record TooOld() implements Result {}
    }

    /// One change.
    ///
    /// @param version the booking's version, or 0 if the booking itself did not change
    /// @param cause names the version of an event that moved, or is empty
    public record Change(
            long number, String hold, int version, String kind, String cause, Instant at) {}

    // The changes that are kept are the last ones, without a gap.
    private static final String OLDEST = """
            SELECT coalesce((SELECT min(number) FROM booking_change WHERE workspace = ?),
                            (SELECT changes + 1 FROM change_feed WHERE workspace = ?), 1)""";

    private static final String AFTER = """
            SELECT number, hold, version, kind, cause, at FROM booking_change
            WHERE workspace = ? AND number > ? ORDER BY number LIMIT ?""";

    /// The changes after a number; after 0 those that are kept.
    public Result after(String workspace, long number, int limit) {
        outbox.handOnAll(workspace);
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Change> changes = pipeline.query(AFTER, ChangeFeed::change,
                    workspace, number, limit);
            Pipeline.Answer<Long> oldest = pipeline.query(OLDEST, row -> row.getLong(1),
                    workspace, workspace);
            pipeline.run();
            return number > 0 && number + 1 < oldest.only() ? new Result.TooOld()
                    : new Result.Changes(changes.rows());
        } catch (SQLException failure) {
            throw new Unanswered("the changes could not be read", failure);
        }
    }

    private static Change change(java.sql.ResultSet row) throws SQLException {
        return new Change(row.getLong(1), row.getString(2), row.getInt(3), row.getString(4),
                row.getString(5), Rows.certainly(row, 6));
    }
}
