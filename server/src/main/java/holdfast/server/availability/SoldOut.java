package holdfast.server.availability;

import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.ForwardingHoldfast;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Verb;
import java.time.Instant;
import java.util.function.Supplier;

/// A sold-out cache: it refuses places, seats and baskets of them from memory while recent reads
/// show that they cannot be free. In a rush after the sale the database then gets one read of each
/// inventory in a quarter of a second. Such a refusal says as of when it is true.
///
/// The cache never grants a hold, and never answers a key, whose answer would be stored for ever.
///
/// Concurrent reads of the clock share one query (single-flight).
public final class SoldOut extends ForwardingHoldfast {
    private final AvailabilityCache memory;
    private final SingleFlight<Instant> clock;

    public SoldOut(Holdfast engine) {
        super(engine);
        this.memory = new AvailabilityCache(new AvailabilityReader(engine));
        this.clock = new SingleFlight<>(engine::now);
    }

    /// How many requests were refused from memory.
    public long refused() {
        return memory.refused();
    }

    /// A verb that may release units invalidates the cache before its outcome is returned. So a
    /// request sent after that outcome is not refused by an older read.
    @Override
    protected <A> A command(Verb verb, String workspace, Supplier<A> call) {
        try {
            return call.get();
        } finally {
            memory.forget(workspace);
        }
    }

    @Override
    public HoldOutcome hold(HoldRequest request) {
        return memory.refusal(request).<HoldOutcome>map(known -> known)
                .orElseGet(() -> memory.learned(request, delegate().hold(request)));
    }

    /// Releases nothing.
    @Override
    public ConfirmOutcome confirm(ConfirmRequest request) {
        return delegate().confirm(request);
    }

    @Override
    public Instant now() {
        return clock.get();
    }
}
