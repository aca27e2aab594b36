package holdfast.server.ops;

import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.ForwardingHoldfast;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Verb;
import java.util.Locale;
import java.util.function.Supplier;

/// A Holdfast that counts calls and outcomes and delegates to another.
public final class MeteredHoldfast extends ForwardingHoldfast {
    private final HoldMetrics counting;

    public MeteredHoldfast(Holdfast inner, Metrics metrics, SpanListener spans) {
        super(inner);
        this.counting = new HoldMetrics(metrics, spans);
    }

    @Override
    protected <A> A command(Verb verb, String workspace, Supplier<A> call) {
        return counting.outcome(verb.name().toLowerCase(Locale.ROOT), call);
    }

    @Override
    protected <A> A read(String name, Supplier<A> call) {
        return counting.timed(name, call);
    }

    @Override
    public HoldOutcome hold(HoldRequest request) {
        return counting.held(request, super.hold(request));
    }

    @Override
    public ConfirmOutcome confirm(ConfirmRequest request) {
        return counting.confirmed(super.confirm(request));
    }

    @Override
    public CancelOutcome cancel(CancelRequest request) {
        return counting.cancelled(super.cancel(request));
    }

    @Override
    public ExchangeOutcome exchange(ExchangeRequest request) {
        return counting.exchanged(request, super.exchange(request));
    }

    /// Its answer is a number, not an outcome with a name.
    @Override
    public int expire(int most) {
        return counting.expired(counting.timed("expire", () -> super.expire(most)));
    }
}
