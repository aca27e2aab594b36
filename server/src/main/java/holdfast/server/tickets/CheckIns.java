package holdfast.server.tickets;

import holdfast.Hold;
import holdfast.HoldfastReads;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.RandomIds;
import holdfast.server.store.ShortTransactions;
import holdfast.server.tickets.CheckInOutcome.Reason;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/// Scans at the door: two round trips, the first of which locks the ticket, so that of many scans of
/// one ticket one enters. The booking is read before, because nothing is asked elsewhere under the
/// lock; the ticket's own row says whether it is still valid.
public final class CheckIns {
    private final ShortTransactions tables;
    private final TicketTable tickets;
    private final TicketKeys keys;
    private final HoldfastReads engine;
    private final AmountDue due;

    public CheckIns(
            DataSource source, TicketTable tickets, TicketKeys keys, HoldfastReads engine,
            AmountDue due) {
        this.tables = new ShortTransactions(source);
        this.tickets = tickets;
        this.keys = keys;
        this.engine = engine;
        this.due = due;
    }

    /// What a scan is about, as far as it was read before the lock.
    ///
    /// @param sequence the code's number; empty if the ticket was named by its id
    private record Subject(
            String workspace, Scan scan, Optional<Ticket> ticket, Optional<Integer> sequence,
            Optional<Hold> booking, Optional<Money> due) {}

    /// Lets a person in or out, or says why not.
    public CheckInOutcome redeem(String workspace, Scan scan) {
        Optional<TicketCode> code = switch (scan.which()) {
            case Scan.Which.Code sent -> keys.verified(workspace, sent.text());
            case Scan.Which.Id named -> Optional.empty();
        };
        Optional<String> id = switch (scan.which()) {
            case Scan.Which.Code sent -> code.map(TicketCode::ticket);
            case Scan.Which.Id named -> Optional.of(named.ticket());
        };
        Optional<Ticket> ticket = id.flatMap(each -> tickets.find(workspace, each));
        Optional<Hold> booking = ticket.flatMap(each -> engine.find(workspace, each.hold()));
        Subject subject = new Subject(workspace, scan, ticket, code.map(TicketCode::sequence),
                booking, booking.flatMap(hold -> due.of(workspace, hold)));
        if (ticket.isEmpty() && scan.manner().offline().isEmpty()) {
            return refused(subject, Reason.NOT_A_TICKET, Optional.empty());
        }
        return tables.repeatable(tx -> redeem(tx, subject));
    }

    private static CheckInOutcome refused(
            Subject subject, Reason reason, Optional<CheckIn> earlier) {
        return new CheckInOutcome.Refused(reason, subject.ticket(), subject.booking(), earlier,
                reason == Reason.UNPAID ? subject.due() : Optional.empty());
    }

    private static final String LOCK = """
            SELECT ticket, hold, subject, area, unit, admits, sequence, state, signing_key, name,
                   email, made_at, changed_at, blocked_at
            FROM ticket WHERE workspace = ? AND ticket = ? FOR UPDATE""";

    private static final String CLOCK = """
            SELECT the_clock()""";

    private static final String BY_NONCE = """
            SELECT check_in, ticket, state, door, at, author, forced, left_door, left_at,
                   left_author, nonce
            FROM check_in WHERE workspace = ? AND (nonce = ? OR left_nonce = ?)""";

    private static final String CONFLICT_BY_NONCE = """
            SELECT check_in_conflict, reason FROM check_in_conflict
            WHERE workspace = ? AND nonce = ?""";

    private static final String INSIDE = """
            SELECT check_in, ticket, state, door, at, author, forced, left_door, left_at,
                   left_author
            FROM check_in WHERE workspace = ? AND ticket = ? AND state = 'inside'""";

    private record OfNonce(CheckIn checkIn, boolean in) {}

    private static CheckInOutcome redeem(Transaction tx, Subject subject) throws SQLException {
        String workspace = subject.workspace();
        Scan scan = subject.scan();
        String ticket = subject.ticket().map(Ticket::id).orElse("");
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Ticket> locked = pipeline.query(LOCK, Ticket::read, workspace, ticket);
        Pipeline.Answer<Instant> clock = pipeline.query(CLOCK, row -> Rows.certainly(row, 1));
        Pipeline.Answer<OfNonce> before = pipeline.query(BY_NONCE, row -> new OfNonce(
                CheckIn.read(row), row.getString(11).equals(scan.nonce())),
                workspace, scan.nonce(), scan.nonce());
        Pipeline.Answer<CheckInOutcome> conflict = pipeline.query(CONFLICT_BY_NONCE,
                row -> new CheckInOutcome.Conflict(row.getString(1), reason(row.getString(2)),
                        Optional.empty()),
                workspace, scan.nonce());
        Pipeline.Answer<CheckIn> inside =
                pipeline.query(INSIDE, CheckIn::read, workspace, ticket);
        Pipeline.Answer<Door> doors = DoorTable.of(pipeline, workspace,
                subject.ticket().map(each -> each.unit().subject()).orElse(""));
        pipeline.run();
        if (!conflict.rows().isEmpty()) {
            return conflict.only();
        }
        Optional<Ticket> now = locked.rows().stream().findFirst();
        if (!before.rows().isEmpty()) {
            return again(subject, before.rows().getFirst());
        }
        Optional<CheckIn> entry = inside.rows().stream().findFirst();
        Instant at = scan.manner().offline().map(Scan.Offline::at).orElse(clock.only());
        List<Reason> against = now.map(each -> against(subject, each, entry, doors.rows(), at))
                .orElse(List.of(Reason.NOT_A_TICKET));
        return new Decision(tx, subject, now, entry, at).carryOut(against);
    }

    private static Reason reason(String word) {
        for (Reason each : Reason.values()) {
            if (each.word().equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException(word);
    }

    /// The same scan, sent again.
    private static CheckInOutcome again(Subject subject, OfNonce before) {
        boolean same = subject.ticket().map(Ticket::id)
                .equals(Optional.of(before.checkIn().ticket()))
                && before.in() == (subject.scan().manner().direction() == Scan.Direction.IN);
        return same ? new CheckInOutcome.Passed(subject.ticket().orElseThrow(), subject.booking(),
                before.checkIn(), true)
                : refused(subject, Reason.NONCE_REUSED, Optional.empty());
    }

    /// Everything that speaks against the scan, the most important first.
    private static List<Reason> against(
            Subject subject, Ticket ticket, Optional<CheckIn> entry, List<Door> doors,
            Instant at) {
        Scan scan = subject.scan();
        List<Reason> reasons = new ArrayList<>();
        if (!ticket.valid()) {
            reasons.add(subject.booking().filter(hold -> hold instanceof Hold.Cancelled).isPresent()
                    ? Reason.CANCELLED : Reason.REVOKED);
        } else if (subject.sequence().filter(each -> each != ticket.code().sequence())
                .isPresent()) {
            reasons.add(Reason.REVOKED);
        }
        if (scan.manner().direction() == Scan.Direction.OUT) {
            // A ticket that was revoked meanwhile must not keep a person in.
            return entry.isEmpty() ? List.of(Reason.NOT_INSIDE) : List.of();
        }
        if (ticket.times().blocked().isPresent()) {
            reasons.add(Reason.BLOCKED);
        }
        Optional<Door> door = doors.stream()
                .filter(each -> each.id().equals(scan.place().door())).findFirst();
        boolean elsewhere = scan.place().event()
                .filter(event -> !event.equals(ticket.unit().subject())).isPresent();
        if (elsewhere || (!doors.isEmpty()
                && door.filter(each -> each.admits(ticket.unit().area())).isEmpty())) {
            reasons.add(Reason.WRONG_DOOR);
        } else if (door.filter(each -> !each.open(at)).isPresent()) {
            reasons.add(Reason.TOO_EARLY);
        }
        if (entry.isPresent()) {
            reasons.add(Reason.ALREADY);
        }
        if (subject.due().isPresent()) {
            reasons.add(Reason.UNPAID);
        }
        return reasons;
    }

    /// What is written for a scan, in the transaction that holds the ticket's lock.
    private record Decision(
            Transaction tx, Subject subject, Optional<Ticket> ticket, Optional<CheckIn> entry,
            Instant at) {

        CheckInOutcome carryOut(List<Reason> against) throws SQLException {
            Scan.Manner manner = subject.scan().manner();
            Optional<Reason> lasting = against.stream().filter(each -> !each.forceable())
                    .findFirst();
            boolean offline = manner.offline().isPresent();
            if (offline && !against.isEmpty()) {
                // The person is inside already; the desk settles it.
                Reason shown = lasting.orElse(against.getFirst());
                String line = RandomIds.next("cic_");
                Pipeline pipeline = tx.pipeline();
                if (lasting.isEmpty()) {
                    enter(pipeline, against);
                }
                conflict(pipeline, line, shown);
                tx.commit(pipeline);
                return new CheckInOutcome.Conflict(line, shown, entry);
            }
            if (!against.isEmpty() && (lasting.isPresent() || !manner.force())) {
                Reason shown = manner.force() ? lasting.orElseThrow() : against.getFirst();
                return new CheckInOutcome.Refused(shown, ticket, subject.booking(), entry,
                        shown == Reason.UNPAID ? subject.due() : Optional.empty());
            }
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<CheckIn> written = manner.direction() == Scan.Direction.IN
                    ? enter(pipeline, against) : leave(pipeline);
            tx.commit(pipeline);
            return new CheckInOutcome.Passed(
                    ticket.orElseThrow(), subject.booking(), written.only(), false);
        }

        private static final String ENTER = """
                INSERT INTO check_in (workspace, check_in, nonce, ticket, hold, subject, area,
                                      admits, sequence, state, door, at, recorded_at, author,
                                      device, forced)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'inside', ?, ?, the_clock(), ?,
                        nullif(?, ''), nullif(?, ''))
                RETURNING check_in, ticket, state, door, at, author, forced, left_door, left_at,
                          left_author""";

        private Pipeline.Answer<CheckIn> enter(Pipeline pipeline, List<Reason> forced) {
            Ticket into = ticket.orElseThrow();
            Scan scan = subject.scan();
            return pipeline.query(ENTER, CheckIn::read, subject.workspace(),
                    RandomIds.next("chk_"), scan.nonce(), into.id(), into.hold(),
                    into.unit().subject(), into.unit().area(), into.unit().admits(),
                    into.code().sequence(), scan.place().door(), at, scan.author(),
                    scan.manner().offline().map(Scan.Offline::device).orElse(""),
                    forced.stream().map(Reason::word).collect(Collectors.joining(" ")));
        }

        private static final String LEAVE = """
                UPDATE check_in SET state = 'left', left_nonce = ?, left_door = ?, left_at = ?,
                       left_author = ?
                WHERE workspace = ? AND check_in = ?
                RETURNING check_in, ticket, state, door, at, author, forced, left_door, left_at,
                          left_author""";

        private Pipeline.Answer<CheckIn> leave(Pipeline pipeline) {
            Scan scan = subject.scan();
            return pipeline.query(LEAVE, CheckIn::read, scan.nonce(), scan.place().door(), at,
                    scan.author(), subject.workspace(), entry.orElseThrow().id());
        }

        private static final String CONFLICT = """
                INSERT INTO check_in_conflict (workspace, check_in_conflict, nonce, ticket, hold,
                                               subject, reason, direction, door, at, recorded_at,
                                               author, device)
                VALUES (?, ?, ?, nullif(?, ''), nullif(?, ''), ?, ?, ?, ?, ?, the_clock(), ?, ?)""";

        private void conflict(Pipeline pipeline, String line, Reason reason) {
            Scan scan = subject.scan();
            pipeline.update(CONFLICT, subject.workspace(), line, scan.nonce(),
                    ticket.map(Ticket::id).orElse(""), ticket.map(Ticket::hold).orElse(""),
                    ticket.map(each -> each.unit().subject())
                            .or(() -> scan.place().event()).orElse(""),
                    reason.word(), scan.manner().direction().name().toLowerCase(Locale.ROOT),
                    scan.place().door(), at, scan.author(),
                    scan.manner().offline().map(Scan.Offline::device).orElse(""));
        }
    }

    /// The answer to an undo.
    public sealed interface Undone {
        /// It is as if the ticket had never entered. Again, it says the same.
        record Done(CheckIn checkIn) implements Undone {}

        /// The person has left since.
        record Left(CheckIn checkIn) implements Undone {}

        record Unknown() implements Undone {}
    }

    private static final String UNDO = """
            UPDATE check_in SET state = 'undone', undone_at = the_clock(), undone_author = ?
            WHERE workspace = ? AND check_in = ? AND state = 'inside'""";

    private static final String ONE = """
            SELECT check_in, ticket, state, door, at, author, forced, left_door, left_at,
                   left_author
            FROM check_in WHERE workspace = ? AND check_in = ?""";

    /// Takes an entry back, for a scan that was a mistake.
    public Undone undo(String workspace, String id, String author) {
        return tables.repeatable(tx -> {
            Pipeline pipeline = tx.pipeline();
            pipeline.update(UNDO, author, workspace, id);
            Pipeline.Answer<CheckIn> found = pipeline.query(ONE, CheckIn::read, workspace, id);
            tx.commit(pipeline);
            Optional<CheckIn> one = found.rows().stream().findFirst();
            return one.<Undone>map(each -> each.state() == CheckIn.State.UNDONE
                    ? new Undone.Done(each) : new Undone.Left(each)).orElse(new Undone.Unknown());
        });
    }
}
