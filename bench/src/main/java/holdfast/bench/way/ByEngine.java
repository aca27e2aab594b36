package holdfast.bench.way;

import holdfast.Claim;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Limit;
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
        return switch (engine.hold(request(wish))) {
            case HoldOutcome.Granted granted ->
                    granted.again() ? Answer.REPEATED : Answer.GRANTED;
            case Refusal.Unavailable _,Refusal.LimitReached _ -> Answer.REFUSED;
            case Refusal.Overloaded overloaded -> Answer.GAVE_UP;
            case Refusal refused -> throw new IllegalStateException(
                    "the benchmark makes no such request: " + refused);
        };
    }

    private static HoldRequest request(WantedClaim wish) {
        String workspace = wish.workspace();
        return switch (wish) {
            case WantedClaim.Places it -> new HoldRequest(workspace, claim(it));
            case WantedClaim.Seats it -> new HoldRequest(workspace, claim(it));
            case WantedClaim.Time it -> new HoldRequest(workspace, claim(it));
            case WantedClaim.Limited it -> new HoldRequest(workspace, claim(it.places()))
                    .customer(it.customer(), new Limit(
                            it.places().pool(), it.most(), it.places().quantity()));
            case WantedClaim.Keyed it ->
                    new HoldRequest(workspace, claim(it.places())).key(it.key());
            case WantedClaim.Basket it -> new HoldRequest(
                    workspace, claim(it.places()), claim(it.seats()), claim(it.time()));
        };
    }

    private static Claim claim(WantedClaim.Places wish) {
        return new Claim.Capacity(wish.pool(), wish.quantity());
    }

    private static Claim claim(WantedClaim.Seats wish) {
        return new Claim.Seats(wish.seatMap(), new Claim.Named(wish.names()));
    }

    private static Claim claim(WantedClaim.Time wish) {
        return new Claim.Time(wish.calendar(), wish.window());
    }

    @Override
    public void close() {
        engine.close();
        pool.close();
    }
}
