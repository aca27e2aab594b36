package holdfast.server.payment;

import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.Hold;
import holdfast.Holdfast;
import holdfast.Refusal;
import holdfast.Unanswered;
import holdfast.postgres.Pipeline;
import holdfast.server.booking.AuditTrail;
import holdfast.server.booking.BookingRows;
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
/// Each booking is cancelled as if staff did it: its refund is written in the same transaction. After
/// a crash, another node goes on with what is still booked.
public final class EventCancellations {
    private static final Logger LOG = LoggerFactory.getLogger(EventCancellations.class);
    private static final Duration LEASE = Duration.ofSeconds(30);
    /// Until the next look for a hold that became a booking meanwhile.
    private static final Duration AGAIN = Duration.ofSeconds(30);
    private static final int SOME = 50;

    private final Holdfast engine;
    private final Payments payments;
    private final AuditTrail trail;
    private final ShortTransactions store;

    public EventCancellations(
            Holdfast engine, Payments payments, AuditTrail trail, DataSource source) {
        this.engine = engine;
        this.payments = payments;
        this.trail = trail;
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
        store.change(tx -> {
            Pipeline pipeline = tx.pipeline();
            if (holds.isEmpty()) {
                CancellationTable.done(pipeline, work, AGAIN);
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
            return Optional.of("mixed");
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
}
