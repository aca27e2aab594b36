package holdfast.bench.way;

import holdfast.Claim;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Refusal;
import holdfast.bench.sale.WantedClaim;
import holdfast.database.Pool;

/// Holdfast's engine with its usual limits.
final class ByEngine implements Way {
    private final Pool pool;
    private final Holdfast engine;

    ByEngine(Pool pool, Holdfast engine) {
        this.pool = pool;
        this.engine = engine;
    }

    @Override
    public Answer hold(WantedClaim wish) {
        return switch (engine.hold(new HoldRequest(wish.workspace(), claim(wish)))) {
            case HoldOutcome.Granted granted -> Answer.GRANTED;
            case Refusal.Unavailable unavailable -> Answer.REFUSED;
            case Refusal.Overloaded overloaded -> Answer.GAVE_UP;
            case Refusal refused -> throw new IllegalStateException(
                    "the benchmark makes no such request: " + refused);
        };
    }

    private static Claim claim(WantedClaim wish) {
        return switch (wish) {
            case WantedClaim.Places it -> new Claim.Capacity(it.pool(), it.quantity());
            case WantedClaim.Seats it -> new Claim.Seats(it.seatMap(), new Claim.Named(it.names()));
            case WantedClaim.Time it -> new Claim.Time(it.calendar(), it.window());
        };
    }

    @Override
    public void close() {
        engine.close();
        pool.close();
    }
}
