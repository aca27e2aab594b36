package holdfast.lifecycle;

import holdfast.capacity.PoolStore;
import holdfast.change.HoldListener;
import holdfast.seats.SeatMapStore;
import holdfast.time.CalendarStore;
import java.util.concurrent.ThreadLocalRandom;

/// The stores of the three kinds, and the listener for bookings and blocks.
public final class KindStores {
    private final PoolStore capacity = new PoolStore();
    private final SeatMapStore seats = new SeatMapStore();
    private final CalendarStore time = new CalendarStore();
    private final HoldListener listener;

    public KindStores(HoldListener listener) {
        this.listener = listener;
    }

    PoolStore capacity() {
        return capacity;
    }

    SeatMapStore seats() {
        return seats;
    }

    CalendarStore time() {
        return time;
    }

    HoldListener listener() {
        return listener;
    }

    /// A new batch of all three kinds, with a stamp that no other transaction has.
    ClaimBatches open(String workspace) {
        long stamp = ThreadLocalRandom.current().nextLong();
        return new ClaimBatches(
                capacity.open(workspace, stamp),
                seats.open(workspace, stamp),
                time.open(workspace, stamp));
    }
}
