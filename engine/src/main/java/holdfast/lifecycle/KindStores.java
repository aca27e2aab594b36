package holdfast.lifecycle;

import holdfast.capacity.PoolStore;
import holdfast.change.HoldListener;
import holdfast.seats.SeatMapStore;
import holdfast.time.CalendarStore;
import java.util.concurrent.ThreadLocalRandom;

/// The stores of the three kinds, and the listener for bookings and blocks.
public record KindStores(
        PoolStore capacity, SeatMapStore seats, CalendarStore time, HoldListener listener) {
    public KindStores(HoldListener listener) {
        this(new PoolStore(), new SeatMapStore(), new CalendarStore(), listener);
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
