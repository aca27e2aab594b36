package holdfast;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is left. It is what a hold would get at that moment: the same code answers both.
public sealed interface Free {

    /// `places` can be taken now, of `capacity`; a bigger pool around it is counted in. Nothing
    /// becomes free by itself before `lapses`, when the next live hold in it (or in a pool around
    /// it) is over.
    record Places(
            String pool, long version, boolean onSale, long capacity, long places,
            Optional<Instant> lapses)
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

    /// `until` is the deadline of a held one; a free one may still have that of a hold that lapsed
    /// and was not tidied up.
    record Place(String name, State state, boolean accessible, Optional<Instant> until) {}

    enum State {
        FREE,
        HELD,
        BOOKED,
        BLOCKED
    }

    /// The starts at which the visit can be had, each with the calendars it would get.
    ///
    /// @param next where the answer ends if it is not whole: what begins then or later was not
    ///             looked at, so ask again from there
    record Times(List<Start> starts, Optional<Instant> next) implements Free {
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
