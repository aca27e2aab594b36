package holdfast;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is on sale, of three kinds.
public sealed interface Inventory {
    String id();

    Kind kind();

    /// Named seats, each of which is sold once. The seats of a row stand side by side. An aisle is
    /// the end of one row and the beginning of another. The best seats are those of the least rank;
    /// where no seat has a rank, rows come best first.
    record SeatMap(String id, List<Row> rows) implements Inventory {
        public SeatMap {
            InputRules.id("id", id);
            rows = InputRules.some("rows", rows, 10_000);
            Set<String> names = new HashSet<>();
            for (Row row : rows) {
                for (Seat seat : row.seats()) {
                    if (!names.add(seat.name())) {
                        throw new Invalid("rows", "name the seat " + seat.name() + " twice");
                    }
                }
            }
            InputRules.between("seats", names.size(), 1, 200_000);
        }

        @Override
        public Kind kind() {
            return Kind.SEATS;
        }
    }

    record Row(List<Seat> seats) {
        public Row {
            seats = InputRules.some("seats", seats, 2_000);
        }
    }

    /// One seat of a row.
    ///
    /// @param rank the distance from the best point of the hall, in any unit that all seats of the
    ///             map share; 0 for all seats of a map without ranks
    record Seat(String name, boolean accessible, int rank) {
        public static final int MOST_RANK = 1_000_000;

        public Seat {
            InputRules.text("seat", name, 64);
            InputRules.between("rank", rank, 0, MOST_RANK);
        }

        public Seat(String name, boolean accessible) {
            this(name, accessible, 0);
        }

        public Seat(String name) {
            this(name, false);
        }
    }

    /// A count that never goes below zero. A pool may lie inside a bigger one: what is taken from
    /// it is taken from the bigger one too.
    record Pool(String id, long capacity, Optional<String> inside) implements Inventory {
        public static final long MOST = 1_000_000_000L;

        public Pool {
            InputRules.id("id", id);
            InputRules.between("capacity", capacity, 0, MOST);
            inside.ifPresent(bigger -> InputRules.id("inside", bigger));
        }

        public Pool(String id, long capacity) {
            this(id, capacity, Optional.empty());
        }

        @Override
        public Kind kind() {
            return Kind.CAPACITY;
        }
    }

    /// A person's, a room's or a machine's time. It takes as many visits at once as it has lanes.
    /// Without hours it is always open.
    record Calendar(String id, int lanes, @Nullable Hours hours) implements Inventory {
        public Calendar {
            InputRules.id("id", id);
            InputRules.between("lanes", lanes, 1, 1_000);
        }

        public Calendar(String id) {
            this(id, 1, null);
        }

        @Override
        public Kind kind() {
            return Kind.TIME;
        }
    }
}
