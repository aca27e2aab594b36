package holdfast;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is free in an inventory: what a hold would get at that moment. The same code answers both.
public sealed interface Free {

    /// `places` of `capacity` can be taken now; the pools around it are taken into account. No
    /// further hold expires before `nextDeadline`, the first deadline of the live holds in it and in
    /// the pools around it.
    record Places(
            String pool, long version, boolean onSale, long capacity, long places,
            Optional<Instant> nextDeadline)
            implements Free {}

    /// Each seat with its state, best first.
    record Seats(String seatMap, long version, boolean onSale, List<Place> seats) implements Free {
        public Seats {
            seats = List.copyOf(seats);
        }

        public long free() {
            return seats.stream().filter(seat -> seat.state() == State.FREE).count();
        }
    }

    /// `until` is the deadline of a held seat. A free seat may still have the deadline of a hold
    /// whose end is not written yet.
    record Place(String name, State state, boolean accessible, Optional<Instant> until) {}

    enum State {
        FREE,
        HELD,
        BOOKED,
        BLOCKED
    }

    /// The starts that can be held, each with the calendars that it would get.
    ///
    /// @param next where an incomplete answer ends: starts from then on were not examined, so ask
    ///             again from there
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
