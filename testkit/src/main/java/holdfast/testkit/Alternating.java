package holdfast.testkit;

import holdfast.ForwardingHoldfast;
import holdfast.Holdfast;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Several engines on one database, called in turn, so that half of the time an engine's caches are
/// outdated.
public final class Alternating extends ForwardingHoldfast {
    private final List<Holdfast> engines;
    private final AtomicInteger turn = new AtomicInteger();

    public Alternating(Holdfast... engines) {
        super(engines[0]);
        this.engines = List.of(engines);
    }

    @Override
    protected Holdfast delegate() {
        return engines.get(Math.floorMod(turn.getAndIncrement(), engines.size()));
    }

    @Override
    public void close() {
        engines.forEach(Holdfast::close);
    }
}
