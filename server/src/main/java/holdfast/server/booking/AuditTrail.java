package holdfast.server.booking;

import holdfast.Unanswered;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import holdfast.server.catalog.RandomIds;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// The audit trail: which caller requested which verb for a hold or a booking.
public final class AuditTrail {
    private final DataSource source;

    public AuditTrail(DataSource source) {
        this.source = source;
    }

    public record RequestedChange(Instant at, String verb, String author, Optional<String> why) {}

    private static final String WRITE = """
            INSERT INTO audit_trail (workspace, subject, entry, at, verb, author, why)
            VALUES (?, ?, ?, the_clock(), ?, ?, NULLIF(?, ''))""";

    /// Records a request before it is carried out. A request that is then refused was still made.
    public void record(
            String workspace, String subject, String verb, String author, Optional<String> why) {
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            pipeline.update(WRITE, workspace, subject, RandomIds.next("aud_"), verb, author,
                    why.orElse(""));
            tx.commit(pipeline);
        } catch (SQLException failure) {
            throw new Unanswered("the audit trail could not be written", failure);
        }
    }

    /// The verb of a note.
    static final String NOTE = "note";

    private static final String WRITE_NOTE = """
            INSERT INTO audit_trail (workspace, subject, entry, at, verb, author, why)
            VALUES (?, ?, ?, the_clock(), ?, ?, ?)
            ON CONFLICT ON CONSTRAINT audit_trail_once DO NOTHING""";

    /// Writes a note of staff. The same text is written once.
    public void note(String workspace, String subject, String author, String text) {
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            pipeline.update(WRITE_NOTE, workspace, subject,
                    RandomIds.of("aud_", NOTE + "\n" + text), NOTE, author, text);
            tx.commit(pipeline);
        } catch (SQLException failure) {
            throw new Unanswered("the note could not be written", failure);
        }
    }

    private static final String READ = """
            SELECT at, verb, author, why FROM audit_trail
            WHERE workspace = ? AND subject = ? ORDER BY at LIMIT 1000""";

    public List<RequestedChange> of(String workspace, String subject) {
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<RequestedChange> changes = pipeline.query(READ,
                    row -> new RequestedChange(
                            Rows.certainly(row, 1), row.getString(2), row.getString(3),
                            Optional.ofNullable(row.getString(4))),
                    workspace, subject);
            pipeline.run();
            return changes.rows();
        } catch (SQLException failure) {
            throw new Unanswered("the audit trail could not be read", failure);
        }
    }
}
