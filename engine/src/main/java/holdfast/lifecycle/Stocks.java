package holdfast.lifecycle;

import holdfast.capacity.CapacityStock;
import holdfast.change.HoldListener;
import holdfast.seats.SeatStock;
import holdfast.time.TimeStock;
import java.util.concurrent.ThreadLocalRandom;

/// The keepers of the three kinds, and who writes rows of its own about bookings and blocks.
public record Stocks(
        CapacityStock capacity, SeatStock seats, TimeStock time, HoldListener listener) {
    public Stocks(HoldListener listener) {
        this(new CapacityStock(), new SeatStock(), new TimeStock(), listener);
    }

    /// The shelves of one batch, under a stamp that no other transaction has.
    Shelves open(String workspace) {
        long stamp = ThreadLocalRandom.current().nextLong();
        return new Shelves(
                capacity.open(workspace, stamp),
                seats.open(workspace, stamp),
                time.open(workspace, stamp));
    }
}
