package holdfast;

import java.time.Instant;
import java.util.List;

/// What is left. It is what a hold would get at that moment: the same code answers both.
public sealed interface Free {

    /// `places` can be taken now, of `capacity`; a bigger pool around it is counted in.
    record Places(String pool, long version, boolean onSale, long capacity, long places)
            implements Free {}

    /// Each seat, best first, and how it stands.
    record Seats(String seatMap, long version, boolean onSale, List<Place> seats) implements Free {
        public Seats {
            seats = List.copyOf(seats);
        }

        public long free() {
            return seats.stream().filter(seat -> seat.state() == State.FREE).count();
        }
    }

    record Place(String name, State state, boolean accessible) {}

    enum State {
        FREE,
        HELD,
        BOOKED,
        BLOCKED
    }

    /// The starts at which the visit can be had, each with the calendars it would get.
    record Times(List<Start> starts) implements Free {
        public Times {
            starts = List.copyOf(starts);
        }
    }

    record Start(Instant start, List<String> calendars) {
        public Start {
            calendars = List.copyOf(calendars);
        }
    }
}
