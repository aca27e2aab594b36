package holdfast;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a request asks for, of one kind. A hold has one or more claims, of any mix of kinds.
public sealed interface Claim {

    /// A number of places in a pool.
    record Capacity(String pool, long quantity) implements Claim {
        public Capacity {
            InputRules.id("pool", pool);
            InputRules.between("quantity", quantity, 1, Inventory.Pool.MOST);
        }
    }

    /// Seats of a seat map: named seats, or a number of the best.
    record Seats(String seatMap, Choice choice) implements Claim {
        public Seats {
            InputRules.id("seatMap", seatMap);
        }

        public Seats(String seatMap, String... names) {
            this(seatMap, new Named(List.of(names)));
        }

        public Seats(String seatMap, int best) {
            this(seatMap, new Best(best, false));
        }
    }

    sealed interface Choice {
        int count();
    }

    record Named(List<String> names) implements Choice {
        public Named {
            names = InputRules.some("seats", names, 100);
            Set<String> all = new HashSet<>();
            for (int at = 0; at < names.size(); at++) {
                InputRules.text("seats[" + at + "]", names.get(at), 64);
                if (!all.add(names.get(at))) {
                    throw new Invalid("seats[" + at + "]", "must not name a seat twice");
                }
            }
        }

        @Override
        public int count() {
            return names.size();
        }
    }

    /// The best `count` seats side by side in one row; `accessible` ones only when asked for.
    record Best(int count, boolean accessible) implements Choice {
        public Best {
            InputRules.between("best", count, 1, 100);
        }
    }

    /// A visit: one calendar from each part, all together, each for its own interval of the visit.
    record Time(Instant start, List<Part> parts) implements Claim {
        public Time {
            start = start.truncatedTo(ChronoUnit.MICROS);
            parts = InputRules.some("parts", parts, 8);
        }

        /// One calendar for one interval, without buffers.
        public Time(String calendar, Window window) {
            this(window.from(), List.of(new Part(List.of(calendar), window.length())));
        }
    }

    /// One of these calendars from `from` to `to` after the start, plus its buffers before and
    /// after.
    record Part(List<String> anyOf, Duration from, Duration to, Duration before, Duration after) {
        static final Duration LONGEST = Duration.ofDays(366);

        public Part {
            anyOf = InputRules.some("anyOf", anyOf, 100);
            anyOf.forEach(calendar -> InputRules.id("anyOf", calendar));
            if (new HashSet<>(anyOf).size() != anyOf.size()) {
                throw new Invalid("anyOf", "must not name a calendar twice");
            }
            for (Duration each : List.of(from, to, before, after)) {
                if (each.isNegative() || each.compareTo(LONGEST) > 0) {
                    throw new Invalid("duration", "must be from nothing to 366 days");
                }
            }
            if (from.compareTo(to) >= 0) {
                throw new Invalid("to", "must be after from");
            }
        }

        public Part(List<String> anyOf, Duration length) {
            this(anyOf, Duration.ZERO, length, Duration.ZERO, Duration.ZERO);
        }

        /// When the customer is served, for a visit that begins at `start`.
        public Window visit(Instant start) {
            return new Window(start.plus(from), start.plus(to));
        }

        /// When the calendar is taken: the visit with its buffers.
        public Window occupied(Instant start) {
            return new Window(start.plus(from).minus(before), start.plus(to).plus(after));
        }
    }
}
