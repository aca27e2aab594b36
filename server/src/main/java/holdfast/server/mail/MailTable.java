package holdfast.server.mail;

import holdfast.Unanswered;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// The stored mails: takes those that are due, and records how their sending went.
public final class MailTable {
    /// How long a mail belongs to the node that took it. A node that died leaves its mails due
    /// after this.
    static final Duration LEASE = Duration.ofMinutes(10);
    private static final Duration GIVEN_UP = Duration.ofDays(2);

    private final DataSource source;

    public MailTable(DataSource source) {
        this.source = source;
    }

    // A mail that is due and taken by another node at this moment is skipped. Materialized, because
    // a join may run a subquery again, which would lock and take more rows.
    private static final String TAKE = """
            WITH due AS MATERIALIZED (
                SELECT workspace, mail FROM mail
                WHERE state = 'waiting' AND due_at <= the_clock()
                ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED)
            UPDATE mail SET tries = mail.tries + 1, filed = mail.filed OR ?,
                   due_at = the_clock() + make_interval(secs => ?)
            FROM due
            WHERE mail.workspace = due.workspace AND mail.mail = due.mail
            RETURNING mail.workspace, mail.mail, hold, kind, version, cause, recipient, state,
                      tries, made_at, due_at, sent_at, answer""";

    /// Takes mails that are due.
    ///
    /// @param files whether they are written into files
    List<StoredMail> take(int most, boolean files) throws SQLException {
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<StoredMail> taken = pipeline.query(TAKE, MailTable::read, most,
                    files, LEASE.toSeconds());
            tx.commit(pipeline);
            return taken.rows();
        }
    }

    private static StoredMail read(ResultSet row) throws SQLException {
        return new StoredMail(row.getString(1), row.getString(2), row.getString(3),
                MailKind.of(row.getString(4)).orElseThrow(), row.getInt(5), row.getString(6),
                row.getString(7), row.getString(8), row.getInt(9), Rows.certainly(row, 10),
                Rows.certainly(row, 11), Optional.ofNullable(Rows.moment(row, 12)),
                Optional.ofNullable(row.getString(13)));
    }

    // It was sent, also if its lease was over meanwhile. A mail that was forgotten meanwhile stays forgotten.
    private static final String SENT = """
            UPDATE mail SET state = 'sent', sent_at = the_clock(), answer = ?
            WHERE workspace = ? AND mail = ? AND state = 'waiting'""";

    /// Records that a mail was sent. Returns false if it was forgotten meanwhile.
    boolean sent(StoredMail mail, String answer) throws SQLException {
        return changed(SENT, answer, mail.workspace(), mail.id());
    }

    private static final String ENDED = """
            UPDATE mail SET state = ?, answer = ?
            WHERE workspace = ? AND mail = ? AND state = 'waiting' AND tries = ?""";

    void failed(StoredMail mail, String answer) throws SQLException {
        changed(ENDED, "failed", answer, mail.workspace(), mail.id(), mail.tries());
    }

    void superseded(StoredMail mail) throws SQLException {
        changed(ENDED, "superseded", "", mail.workspace(), mail.id(), mail.tries());
    }

    private static final String LATER = """
            UPDATE mail SET answer = ?, due_at = the_clock() + make_interval(secs => ?),
                   state = CASE WHEN the_clock() > made_at + make_interval(secs => ?)
                                THEN 'failed' ELSE 'waiting' END
            WHERE workspace = ? AND mail = ? AND state = 'waiting' AND tries = ?""";

    /// Tries again later; for the last time two days after the mail was made.
    void later(StoredMail mail, String answer, Duration after) throws SQLException {
        changed(LATER, answer, after.toSeconds(), GIVEN_UP.toSeconds(), mail.workspace(),
                mail.id(), mail.tries());
    }

    private boolean changed(String sql, Object... arguments) throws SQLException {
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Boolean> answer = pipeline.update(sql, arguments);
            tx.commit(pipeline);
            return answer.changed() == 1;
        }
    }

    private static final String FORGOTTEN = """
            SELECT workspace, mail, hold, kind, version, cause, recipient, state, tries, made_at,
                   due_at, sent_at, answer
              FROM mail WHERE state = 'forgotten' AND filed ORDER BY workspace, mail LIMIT 500""";

    private static final String UNFILED = """
            UPDATE mail SET filed = false
            WHERE workspace = ? AND mail = ? AND state = 'forgotten'""";

    /// Forgotten mails of which a file may exist.
    List<StoredMail> forgottenFiles() throws SQLException {
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<StoredMail> found = pipeline.query(FORGOTTEN, MailTable::read);
            pipeline.run();
            return found.rows();
        }
    }

    void unfiled(StoredMail mail) throws SQLException {
        changed(UNFILED, mail.workspace(), mail.id());
    }

    private static final String LIST = """
            SELECT workspace, mail, hold, kind, version, cause, recipient, state, tries, made_at,
                   due_at, sent_at, answer
              FROM mail
             WHERE workspace = ? AND (?::text = '' OR state = ?::text)
               AND (made_at, mail) < (?::timestamptz, ?::text)
             ORDER BY made_at DESC, mail DESC LIMIT ?""";

    private static final String LIST_OF = """
            SELECT workspace, mail, hold, kind, version, cause, recipient, state, tries, made_at,
                   due_at, sent_at, answer
              FROM mail
             WHERE workspace = ? AND hold = ? AND (?::text = '' OR state = ?::text)
               AND (made_at, mail) < (?::timestamptz, ?::text)
             ORDER BY made_at DESC, mail DESC LIMIT ?""";

    /// The mails of a workspace, the latest first.
    ///
    /// @param hold  empty for all
    /// @param state empty for all
    public List<StoredMail> list(
            String workspace, String hold, String state, Instant before, String beforeId,
            int most) {
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<StoredMail> found = hold.isEmpty()
                    ? pipeline.query(LIST, MailTable::read, workspace, state, state, before,
                            beforeId, most)
                    : pipeline.query(LIST_OF, MailTable::read, workspace, hold, state, state,
                            before, beforeId, most);
            pipeline.run();
            return found.rows();
        } catch (SQLException failure) {
            throw new Unanswered("the mails could not be read", failure);
        }
    }

    // The lock of the outbox: a customer who is forgotten at this moment gets no mail after it.
    private static final String LOCK = """
            INSERT INTO change_feed AS feed (workspace, changes) VALUES (?, 0)
            ON CONFLICT ON CONSTRAINT change_feed_once DO UPDATE SET changes = feed.changes""";

    private static final String AGAIN = """
            INSERT INTO mail (workspace, mail, hold, kind, version, cause, recipient, again, state,
                              tries, made_at, due_at, filed)
            SELECT booking.workspace, 'mail_' || replace(gen_random_uuid()::text, '-', ''),
                   booking.hold, ?::text, ?::integer, '', booking.email, ?::text, 'waiting', 0,
                   the_clock(), the_clock(), false
              FROM booking
             WHERE booking.workspace = ? AND booking.hold = ? AND booking.email IS NOT NULL
            ON CONFLICT ON CONSTRAINT mail_change_once DO NOTHING""";

    private static final String COPY = """
            INSERT INTO mail (workspace, mail, hold, kind, version, cause, recipient, again, state,
                              tries, made_at, due_at, filed)
            SELECT workspace, 'mail_' || replace(gen_random_uuid()::text, '-', ''), hold, kind,
                   version, cause, recipient, ?::text, 'waiting', 0, the_clock(), the_clock(), false
              FROM mail WHERE workspace = ? AND mail = ? AND state <> 'forgotten'
            ON CONFLICT ON CONSTRAINT mail_change_once DO NOTHING""";

    private static final String COPIED = """
            SELECT made.workspace, made.mail, made.hold, made.kind, made.version, made.cause,
                   made.recipient, made.state, made.tries, made.made_at, made.due_at, made.sent_at,
                   made.answer
              FROM mail AS made JOIN mail AS old USING (workspace, hold, kind, version, cause,
                                                        recipient)
             WHERE old.workspace = ? AND old.mail = ? AND made.again = ?""";

    /// Writes a mail once more to the same recipient; the same `again` finds the same mail. Empty if
    /// there is no such mail, or its customer was forgotten.
    public Optional<StoredMail> copy(String workspace, String mail, String again) {
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            pipeline.update(LOCK, workspace);
            pipeline.update(COPY, again, workspace, mail);
            Pipeline.Answer<StoredMail> made =
                    pipeline.query(COPIED, MailTable::read, workspace, mail, again);
            tx.commit(pipeline);
            return made.rows().stream().findFirst();
        } catch (SQLException failure) {
            throw new Unanswered("the mail could not be written", failure);
        }
    }

    private static final String MADE = """
            SELECT workspace, mail, hold, kind, version, cause, recipient, state, tries, made_at,
                   due_at, sent_at, answer
              FROM mail WHERE workspace = ? AND hold = ? AND again = ? ORDER BY made_at LIMIT 1""";

    /// Writes a mail to the booking's customer once more; the same `again` finds the same mail.
    /// Empty if the booking has no address.
    public Optional<StoredMail> again(
            String workspace, String hold, MailKind kind, int version, String again) {
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            pipeline.update(LOCK, workspace);
            pipeline.update(AGAIN, kind.word(), version, again, workspace, hold);
            Pipeline.Answer<StoredMail> made =
                    pipeline.query(MADE, MailTable::read, workspace, hold, again);
            tx.commit(pipeline);
            return made.rows().stream().findFirst();
        } catch (SQLException failure) {
            throw new Unanswered("the mail could not be written", failure);
        }
    }
}
