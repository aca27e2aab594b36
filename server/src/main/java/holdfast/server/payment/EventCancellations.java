package holdfast.server.payment;

import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.ExchangeOutcome;
import holdfast.Hold;
import holdfast.Holdfast;
import holdfast.Refusal;
import holdfast.Unanswered;
import holdfast.postgres.Pipeline;
import holdfast.server.booking.AuditTrail;
import holdfast.server.booking.BookingRows;
import holdfast.server.booking.ReducedBookings;
import holdfast.server.store.ShortTransactions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cancels all bookings of an event, some at a time, and refunds what was charged for them.
///
/// Each booking is cancelled as if staff did it: its refund is written in the same transaction. A
/// booking with other items keeps those, and is refunded by the difference, which is written before
/// it is exchanged. After a crash, another node goes on with what is still booked or not refunded.
public final class EventCancellations {
    private static final Logger LOG = LoggerFactory.getLogger(EventCancellations.class);
    private static final Duration LEASE = Duration.ofSeconds(30);
    /// Until the next look for a hold that became a booking meanwhile.
    private static final Duration AGAIN = Duration.ofSeconds(30);
    /// Until a payment that is being charged is looked at again.
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final int SOME = 50;

    private final Holdfast engine;
    private final Payments payments;
    private final AuditTrail trail;
    private final ReducedBookings others;
    private final ShortTransactions store;

    public EventCancellations(Holdfast engine, Payments payments, AuditTrail trail,
            ReducedBookings others, DataSource source) {
        this.engine = engine;
        this.payments = payments;
        this.trail = trail;
        this.others = others;
        this.store = new ShortTransactions(source);
    }

    /// Begins it. A second request changes nothing.
    ///
    /// @param ends when the event is over
    public EventCancellation begin(
            String workspace, String event, EventCancellation.Wish wish, Instant ends) {
        store.change(tx -> {
            Pipeline pipeline = tx.pipeline();
            CancellationTable.insert(
                    pipeline, new CancellationTable.Work(workspace, event, wish), ends);
            pipeline.run();
            return true;
        });
        return find(workspace, event).orElseThrow();
    }

    public Optional<EventCancellation> find(String workspace, String event) {
        return store.read(tx -> CancellationTable.find(tx, workspace, event));
    }

    /// The cancellation with which a booking was cancelled.
    public Optional<EventCancellation> of(String workspace, String hold) {
        return store.read(tx -> CancellationTable.of(tx, workspace, hold))
                .flatMap(event -> find(workspace, event));
    }

    /// Cancels some bookings of one event. Returns whether there may be more.
    public boolean some() {
        Optional<CancellationTable.Work> taken =
                store.change(tx -> CancellationTable.take(tx, LEASE));
        if (taken.isEmpty()) {
            return false;
        }
        CancellationTable.Work work = taken.get();
        List<String> holds = store.change(tx -> CancellationTable.ask(tx, work, SOME));
        // The engine does what comes at once in one batch.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            holds.forEach(hold -> threads.execute(() -> cancel(work, hold)));
        }
        boolean refunded = refundReduced(work);
        store.change(tx -> {
            Pipeline pipeline = tx.pipeline();
            if (holds.isEmpty() && refunded) {
                CancellationTable.done(pipeline, work, AGAIN);
            } else if (holds.isEmpty()) {
                CancellationTable.wait(pipeline, work, SOON);
            } else {
                CancellationTable.goOn(pipeline, work);
            }
            pipeline.run();
            return true;
        });
        return true;
    }

    private void cancel(CancellationTable.Work work, String hold) {
        try {
            result(work, hold).ifPresent(result -> store.change(tx -> {
                Pipeline pipeline = tx.pipeline();
                CancellationTable.result(pipeline, work, hold, result);
                pipeline.run();
                return true;
            }));
        } catch (Unanswered failure) {
            LOG.warn("booking {} of a cancelled event is tried again", hold, failure);
        }
    }

    /// Empty if it has to be tried again.
    private Optional<String> result(CancellationTable.Work work, String id) {
        Optional<Hold> found = engine.find(work.workspace(), id);
        if (!(found.orElse(null) instanceof Hold.Booked booking)) {
            return Optional.of("cancelled");
        }
        if (!BookingRows.things(booking).equals(Set.of(work.event()))) {
            return reduced(work, booking);
        }
        trail.record(work.workspace(), id, "cancel", work.wish().by(), work.wish().reason());
        payments.withoutFee(work.workspace(), id, work.wish().refund());
        return switch (engine.cancel(new CancelRequest(work.workspace(), id, true))) {
            case CancelOutcome.Done _ -> Optional.of("cancelled");
            case Refusal.Overloaded _ -> Optional.empty();
            case Refusal refused -> {
                LOG.warn("booking {} of a cancelled event cannot be cancelled: {}", id, refused);
                yield Optional.of("refused");
            }
        };
    }

    /// Empty also if it was reduced: then its refund is written next.
    private Optional<String> reduced(CancellationTable.Work work, Hold.Booked booking) {
        Optional<ReducedBookings.Reduced> without = others.without(
                work.workspace(), booking, work.event(), work.wish().refund());
        if (without.isEmpty()) {
            LOG.warn("booking {} of a cancelled event cannot keep its other items", booking.id());
            return Optional.of("refused");
        }
        store.change(tx -> {
            Pipeline pipeline = tx.pipeline();
            CancellationTable.reduce(pipeline, work, booking.id(), without.get().less());
            pipeline.run();
            return true;
        });
        trail.record(work.workspace(), booking.id(), "exchange", work.wish().by(),
                work.wish().reason());
        return switch (engine.exchange(without.get().exchange())) {
            case ExchangeOutcome.Exchanged _,Refusal.Overloaded _,Refusal.Stale _ ->
                    Optional.empty();
            case Refusal refused -> {
                LOG.warn("booking {} of a cancelled event cannot be reduced: {}", booking.id(),
                        refused);
                yield Optional.of("refused");
            }
        };
    }

    /// Writes the refunds of bookings that were reduced. False if some have to wait until their
    /// payment is charged.
    private boolean refundReduced(CancellationTable.Work work) {
        boolean all = true;
        for (CancellationTable.Reduced each : store.read(
                tx -> CancellationTable.reduced(tx, work))) {
            boolean refunded = payments.refundReduced(
                    work.workspace(), each.hold(), each.by(), work);
            if (refunded) {
                store.change(tx -> {
                    Pipeline pipeline = tx.pipeline();
                    CancellationTable.result(pipeline, work, each.hold(), "reduced");
                    pipeline.run();
                    return true;
                });
            }
            all &= refunded;
        }
        return all;
    }
}
