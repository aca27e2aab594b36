package holdfast.server.outbox;

import holdfast.Unanswered;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;

/// Hands on what is new in the outbox: gives each change its number, and writes the mails and the
/// webhook messages about it, all in one transaction.
///
/// The transaction holds the lock of the workspace's row in change_feed. So numbers are committed in
/// their sequence, and a reader who asks for what comes after a number misses none. What is new is
/// found by its missing number, and never by being greater than the last one.
public final class Outbox {
    private static final int AT_ONCE = 500;

    private final DataSource source;
    private final Function<String, List<String>> copiesTo;

    /// @param copiesTo the addresses of staff that get a copy of a workspace's mails
    public Outbox(DataSource source, Function<String, List<String>> copiesTo) {
        this.source = source;
        this.copiesTo = copiesTo;
    }

    private static final String WORKSPACES = """
            SELECT DISTINCT workspace FROM booking_change WHERE number IS NULL
            UNION
            SELECT DISTINCT workspace FROM event_move""";

    /// Hands on what is new in all workspaces, except in those that another node is working on.
    /// Returns whether there may be more.
    public boolean handOn() throws SQLException {
        List<String> workspaces;
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<String> found =
                    pipeline.query(WORKSPACES, row -> row.getString(1));
            pipeline.run();
            workspaces = found.rows();
        }
        boolean more = false;
        Optional<SQLException> failed = Optional.empty();
        for (String workspace : workspaces) {
            try {
                more |= moved(workspace);
                more |= handOn(workspace, true) == AT_ONCE;
            } catch (SQLException failure) {
                // The other workspaces go on.
                failed = Optional.of(failure);
            }
        }
        if (failed.isPresent()) {
            throw failed.get();
        }
        return more;
    }

    /// Hands on everything that is new in a workspace now, before its changes are read.
    void handOnAll(String workspace) {
        try {
            while (handOn(workspace, false) == AT_ONCE) {
                // The next part.
            }
        } catch (SQLException failure) {
            throw new Unanswered("the changes could not be read", failure);
        }
    }

    private static final String ANY = """
            SELECT 1 FROM booking_change WHERE workspace = ? AND number IS NULL LIMIT 1""";

    // A new workspace has no row yet. Of two that make it, the second one waits and finds it.
    private static final String MAKE = """
            INSERT INTO change_feed (workspace, changes) VALUES (?, 0)
            ON CONFLICT ON CONSTRAINT change_feed_once DO NOTHING""";

    private static final String LOCK_OR_SKIP = """
            SELECT changes FROM change_feed WHERE workspace = ? FOR UPDATE SKIP LOCKED""";

    private static final String LOCK = """
            SELECT changes FROM change_feed WHERE workspace = ? FOR UPDATE""";

    private static final String NUMBER = """
            UPDATE booking_change AS change SET number = new.number
            FROM (SELECT hold, version, kind, cause,
                         ? + row_number() OVER (ORDER BY at, version, hold, kind, cause) AS number
                    FROM booking_change WHERE workspace = ? AND number IS NULL
                   ORDER BY at, version, hold, kind, cause LIMIT ?) AS new
            WHERE change.workspace = ? AND change.hold = new.hold AND change.version = new.version
              AND change.kind = new.kind AND change.cause = new.cause""";

    private static final String COUNT = """
            UPDATE change_feed SET changes = ? WHERE workspace = ?""";

    private static final String MAILS = """
            INSERT INTO mail (workspace, mail, hold, kind, version, cause, recipient, again, state,
                              tries, made_at, due_at, filed)
            SELECT change.workspace, 'mail_' || replace(gen_random_uuid()::text, '-', ''),
                   change.hold, change.kind, change.version, change.cause, booking.email, '',
                   'waiting', 0, the_clock(), the_clock(), false
              FROM booking_change AS change
              JOIN booking ON booking.workspace = change.workspace AND booking.hold = change.hold
             WHERE change.workspace = ? AND change.number > ? AND change.number <= ?
               AND change.kind = ANY (?::text[]) AND booking.email IS NOT NULL""";

    // The mail about a cancellation, or about a payment that came too late, says what is refunded.
    private static final String PAYMENT_MAILS = """
            INSERT INTO mail (workspace, mail, hold, kind, version, cause, recipient, again, state,
                              tries, made_at, due_at, filed)
            SELECT change.workspace, 'mail_' || replace(gen_random_uuid()::text, '-', ''),
                   change.hold, about.mail, change.version, change.cause,
                   coalesce(booking.email, payment.email), '', 'waiting', 0, the_clock(),
                   the_clock(), false
              FROM booking_change AS change
              JOIN unnest(?::text[], ?::text[]) AS about (kind, mail) ON about.kind = change.kind
              JOIN payment ON payment.workspace = change.workspace
               AND payment.payment = split_part(change.cause, '/', 1)
              LEFT JOIN refund ON refund.workspace = change.workspace
               AND refund.refund = split_part(change.cause, '/', 2)
              LEFT JOIN booking ON booking.workspace = change.workspace
               AND booking.hold = change.hold
             WHERE change.workspace = ? AND change.number > ? AND change.number <= ?
               AND coalesce(refund.origin, '') NOT IN ('cancelled', 'unavailable')
               AND (change.kind <> 'paymentSettled' OR payment.part = 'rest')
               AND coalesce(booking.email, payment.email) IS NOT NULL""";

    private static final String COPIES = """
            INSERT INTO mail (workspace, mail, hold, kind, version, cause, recipient, again, state,
                              tries, made_at, due_at, filed)
            SELECT change.workspace, 'mail_' || replace(gen_random_uuid()::text, '-', ''),
                   change.hold, 'staffCopy', change.version, change.cause, staff.email, '',
                   'waiting', 0, the_clock(), the_clock(), false
              FROM booking_change AS change CROSS JOIN unnest(?::text[]) AS staff (email)
             WHERE change.workspace = ? AND change.number > ? AND change.number <= ?
               AND change.kind IN ('booked', 'exchanged', 'cancelled')""";

    private static final String MESSAGES = """
            INSERT INTO webhook_delivery (workspace, endpoint, number, kind, state, tries, made_at,
                                          due_at)
            SELECT change.workspace, endpoint.endpoint, change.number, change.kind, 'waiting', 0,
                   the_clock(), the_clock()
              FROM booking_change AS change
              JOIN webhook_endpoint AS endpoint ON endpoint.workspace = change.workspace
             WHERE change.workspace = ? AND change.number > ? AND change.number <= ?
               AND endpoint.state = 'enabled' AND change.kind = ANY (endpoint.kinds)""";

    private int handOn(String workspace, boolean skip) throws SQLException {
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline first = tx.pipeline();
            Pipeline.Answer<Integer> any = first.query(ANY, row -> row.getInt(1), workspace);
            first.run();
            if (any.rows().isEmpty()) {
                return 0;
            }
            Pipeline lock = tx.pipeline();
            lock.update(MAKE, workspace);
            Pipeline.Answer<Long> last = lock.query(
                    skip ? LOCK_OR_SKIP : LOCK, row -> row.getLong(1), workspace);
            lock.run();
            if (last.rows().isEmpty()) {
                return 0;
            }
            long before = last.only();
            Pipeline number = tx.pipeline();
            Pipeline.Answer<Boolean> numbered =
                    number.update(NUMBER, before, workspace, AT_ONCE, workspace);
            number.run();
            long now = before + numbered.changed();
            Pipeline write = tx.pipeline();
            write.update(COUNT, now, workspace);
            write.update(MAILS, workspace, before, now, ChangeKind.ofBookings());
            Map<String, String> mails = ChangeKind.paymentMails();
            write.update(PAYMENT_MAILS, mails.keySet().toArray(String[]::new),
                    mails.values().toArray(String[]::new), workspace, before, now);
            List<String> staff = copiesTo.apply(workspace);
            if (!staff.isEmpty()) {
                write.update(COPIES, staff.toArray(String[]::new), workspace, before, now);
            }
            write.update(MESSAGES, workspace, before, now);
            tx.commit(write);
            return numbered.changed();
        }
    }

    private static final String TAKE_MOVE = """
            SELECT event, version, after_at::text, after_hold FROM event_move WHERE workspace = ?
            ORDER BY event, version LIMIT 1 FOR UPDATE SKIP LOCKED""";

    private record Move(String event, long version, String afterAt, String afterHold) {}

    private static final String MOVE_SOME = """
            WITH page AS (
                SELECT hold, made_at FROM booking_entry
                 WHERE workspace = ? AND entry = ? AND state = 'booked'
                   AND (made_at, hold) > (?::timestamptz, ?::text)
                 ORDER BY made_at, hold LIMIT ?),
            moved AS (
                INSERT INTO booking_change (workspace, hold, version, kind, cause, at)
                SELECT ?::text, hold, 0, 'moved', ?::text, the_clock() FROM page
                ON CONFLICT ON CONSTRAINT booking_change_once DO NOTHING)
            SELECT made_at::text, hold FROM page ORDER BY made_at DESC, hold DESC LIMIT 1""";

    private static final String MOVE_ON = """
            UPDATE event_move SET after_at = ?::timestamptz, after_hold = ?
            WHERE workspace = ? AND event = ? AND version = ?""";

    private static final String MOVED_ALL = """
            DELETE FROM event_move WHERE workspace = ? AND event = ? AND version = ?""";

    /// Writes a change for some bookings of an event that moved. Returns whether there may be more.
    private boolean moved(String workspace) throws SQLException {
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline take = tx.pipeline();
            Pipeline.Answer<Move> found = take.query(TAKE_MOVE, row -> new Move(row.getString(1),
                    row.getLong(2), row.getString(3), row.getString(4)), workspace);
            take.run();
            if (found.rows().isEmpty()) {
                return false;
            }
            Move move = found.only();
            Pipeline some = tx.pipeline();
            Pipeline.Answer<String[]> last = some.query(MOVE_SOME,
                    row -> new String[] {row.getString(1), row.getString(2)},
                    workspace, move.event(), move.afterAt(), move.afterHold(), AT_ONCE, workspace,
                    move.event() + "@" + move.version());
            some.run();
            Pipeline on = tx.pipeline();
            if (last.rows().isEmpty()) {
                on.update(MOVED_ALL, workspace, move.event(), move.version());
            } else {
                on.update(MOVE_ON, last.only()[0], last.only()[1], workspace, move.event(),
                        move.version());
            }
            tx.commit(on);
            return true;
        }
    }
}
