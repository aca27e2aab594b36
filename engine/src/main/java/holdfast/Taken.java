package holdfast;

import java.util.List;

/// What one claim of a hold got, exactly.
public sealed interface Taken {

    record Capacity(String pool, long quantity) implements Taken {}

    record Seats(String seatMap, List<String> names) implements Taken {
        public Seats {
            names = List.copyOf(names);
        }
    }

    record Time(List<Stretch> stretches) implements Taken {
        public Time {
            stretches = List.copyOf(stretches);
        }
    }

    /// One calendar's part of a visit: when the customer is served, and when the calendar is taken
    /// (with buffers), in which lane.
    record Stretch(String calendar, int lane, Window visit, Window occupied) {}
}
