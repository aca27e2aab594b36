package holdfast;

import java.util.List;

/// What one claim of a hold got, exactly.
public sealed interface HeldItem {

    record Capacity(String pool, long quantity) implements HeldItem {}

    record Seats(String seatMap, List<String> names) implements HeldItem {
        public Seats {
            names = List.copyOf(names);
        }
    }

    record Time(List<Stretch> stretches) implements HeldItem {
        public Time {
            stretches = List.copyOf(stretches);
        }
    }

    /// One calendar's part of a visit: when the customer is served, and when the calendar is taken
    /// (with buffers), in which lane.
    record Stretch(String calendar, int lane, Window visit, Window occupied) {}
}
