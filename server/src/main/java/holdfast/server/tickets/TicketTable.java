package holdfast.server.tickets;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import holdfast.server.store.ShortTransactions;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// Reads tickets, and changes what is not the engine's to decide: the person, the code, the block.
public final class TicketTable {
    private static final int LAST_SEQUENCE = 65_535;

    private final ShortTransactions tables;
    private final ShortTransactions reads;

    public TicketTable(DataSource source, DataSource readers) {
        this.tables = new ShortTransactions(source);
        this.reads = new ShortTransactions(readers);
    }

    private static final String FIND = """
            SELECT ticket, hold, subject, area, unit, admits, sequence, state, signing_key, name,
                   email, made_at, changed_at, blocked_at
            FROM ticket WHERE workspace = ? AND ticket = ?""";

    public Optional<Ticket> find(String workspace, String id) {
        return all(FIND, workspace, id).stream().findFirst();
    }

    private static final String OF_HOLD = """
            SELECT ticket, hold, subject, area, unit, admits, sequence, state, signing_key, name,
                   email, made_at, changed_at, blocked_at
            FROM ticket WHERE workspace = ? AND hold = ? ORDER BY made_at, ticket""";

    /// The tickets of a booking, also those that were revoked.
    public List<Ticket> ofBooking(String workspace, String hold) {
        return all(OF_HOLD, workspace, hold);
    }

    private static final String OF_SUBJECT = """
            SELECT ticket, hold, subject, area, unit, admits, sequence, state, signing_key, name,
                   email, made_at, changed_at, blocked_at
            FROM ticket WHERE workspace = ? AND subject = ? AND ticket > ? AND state = 'valid'
            ORDER BY ticket LIMIT ?""";

    /// A page of an event's valid tickets, by id.
    public List<Ticket> valid(String workspace, String subject, String after, int most) {
        return all(OF_SUBJECT, workspace, subject, after, most);
    }

    private static final String CHANGED = """
            SELECT ticket, hold, subject, area, unit, admits, sequence, state, signing_key, name,
                   email, made_at, changed_at, blocked_at
            FROM ticket WHERE workspace = ? AND subject = ? AND ticket > ?
              AND (state = 'revoked' OR sequence > 1)
            ORDER BY ticket LIMIT ?""";

    /// A page of the tickets of which at least one code is no longer valid.
    public List<Ticket> withInvalidCodes(
            String workspace, String subject, String after, int most) {
        return all(CHANGED, workspace, subject, after, most);
    }

    private List<Ticket> all(String sql, Object... arguments) {
        return reads.read(tx -> {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Ticket> found = pipeline.query(sql, Ticket::read, arguments);
            pipeline.run();
            return found.rows();
        });
    }

    /// The answer to a change.
    public sealed interface Changed {
        record Done(Ticket ticket) implements Changed {}

        /// Its unit is no longer sold, or it has had as many codes as a code can count.
        record Revoked() implements Changed {}

        record Unknown() implements Changed {}

        /// It has another sequence than the caller saw.
        record Stale(Ticket ticket) implements Changed {}

        /// Someone is inside with it.
        record Inside() implements Changed {}
    }

    private static final String LOCK = """
            SELECT ticket, hold, subject, area, unit, admits, sequence, state, signing_key, name,
                   email, made_at, changed_at, blocked_at
            FROM ticket WHERE workspace = ? AND ticket = ? FOR UPDATE""";

    private static final String ENTERED = """
            SELECT 1 FROM check_in WHERE workspace = ? AND ticket = ? AND state = 'inside'""";

    private static final String REISSUE = """
            UPDATE ticket SET sequence = sequence + 1, changed_at = the_clock(),
                   signing_key = coalesce((SELECT max(each.signing_key) FROM ticket_key AS each
                                           WHERE each.workspace = ticket.workspace), 1)
            WHERE workspace = ? AND ticket = ?
            RETURNING ticket, hold, subject, area, unit, admits, sequence, state, signing_key, name,
                      email, made_at, changed_at, blocked_at""";

    /// Gives the ticket its next code, signed by the newest key; the code before is no longer
    /// valid.
    public Changed reissue(String workspace, String id, Optional<Long> sequence) {
        return tables.change(tx -> changed(tx, workspace, id, sequence, REISSUE));
    }

    private static final String PASS_ON = """
            UPDATE ticket SET sequence = sequence + 1, changed_at = the_clock(), name = ?,
                   email = nullif(?, ''),
                   signing_key = coalesce((SELECT max(each.signing_key) FROM ticket_key AS each
                                           WHERE each.workspace = ticket.workspace), 1)
            WHERE workspace = ? AND ticket = ?
            RETURNING ticket, hold, subject, area, unit, admits, sequence, state, signing_key, name,
                      email, made_at, changed_at, blocked_at""";

    /// Passes the ticket on to another person, with its next code.
    public Changed passOn(
            String workspace, String id, Optional<Long> sequence, Ticket.Holder holder) {
        return tables.change(tx -> changed(tx, workspace, id, sequence, PASS_ON,
                holder.name(), holder.email().orElse("")));
    }

    private static Changed changed(
            Transaction tx, String workspace, String id, Optional<Long> sequence, String sql,
            Object... first) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Ticket> found = pipeline.query(LOCK, Ticket::read, workspace, id);
        Pipeline.Answer<Boolean> inside = pipeline.query(ENTERED, row -> true, workspace, id);
        pipeline.run();
        Optional<Ticket> ticket = found.rows().stream().findFirst();
        if (ticket.isEmpty()) {
            return new Changed.Unknown();
        }
        if (sequence.isPresent() && sequence.get() != ticket.get().code().sequence()) {
            return new Changed.Stale(ticket.get());
        }
        if (!ticket.get().valid() || ticket.get().code().sequence() == LAST_SEQUENCE) {
            return new Changed.Revoked();
        }
        if (!inside.rows().isEmpty()) {
            return new Changed.Inside();
        }
        Object[] arguments = new Object[first.length + 2];
        System.arraycopy(first, 0, arguments, 0, first.length);
        arguments[first.length] = workspace;
        arguments[first.length + 1] = id;
        Pipeline writing = tx.pipeline();
        Pipeline.Answer<Ticket> written = writing.query(sql, Ticket::read, arguments);
        writing.run();
        return new Changed.Done(written.only());
    }

    private static final String BLOCK = """
            UPDATE ticket SET blocked_at = coalesce(blocked_at, the_clock())
            WHERE workspace = ? AND ticket = ?
            RETURNING ticket, hold, subject, area, unit, admits, sequence, state, signing_key, name,
                      email, made_at, changed_at, blocked_at""";

    private static final String UNBLOCK = """
            UPDATE ticket SET blocked_at = NULL WHERE workspace = ? AND ticket = ?
            RETURNING ticket, hold, subject, area, unit, admits, sequence, state, signing_key, name,
                      email, made_at, changed_at, blocked_at""";

    /// Lets no one in with the ticket, or lets them in again.
    public Optional<Ticket> block(String workspace, String id, boolean blocked) {
        return tables.repeatable(tx -> {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Ticket> ticket = pipeline.query(
                    blocked ? BLOCK : UNBLOCK, Ticket::read, workspace, id);
            tx.commit(pipeline);
            return ticket.rows().stream().findFirst();
        });
    }
}
