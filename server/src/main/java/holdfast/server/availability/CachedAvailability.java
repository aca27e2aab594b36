package holdfast.server.availability;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// What the last read found of one inventory, or of the customers within one limit's scope.
sealed interface CachedAvailability {
    Reading reading();

    /// Whether it is too old.
    default boolean over() {
        return System.nanoTime() - reading().began() >= AvailabilityCache.AGE.toNanos();
    }

    /// The time of a read. The database's clock said `at` before anything was read, and the node's
    /// monotonic clock `began` before that. The read includes every release up to `epoch`.
    record Reading(Instant at, long began, long epoch) {

        /// An upper bound of the database's clock now, in microseconds.
        long now() {
            return SeatAreaState.micros(at)
                    + TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began);
        }
    }

    /// The places left in a pool. No hold in it expires before the database's clock is at `until`,
    /// in microseconds.
    record Pool(Reading reading, long places, long until) implements CachedAvailability {
        @Override
        public boolean over() {
            return CachedAvailability.super.over() || reading.now() >= until;
        }
    }

    /// The customers who have anything within a limit's scope.
    record Counted(Reading reading, Set<String> customers) implements CachedAvailability {
        public Counted {
            customers = Set.copyOf(customers);
        }
    }

    /// A seat map: until when each seat is taken, in microseconds; {@link #FREE} for a free one.
    /// Not a record, because records compare arrays by identity.
    final class Hall implements CachedAvailability {
        static final long FREE = Long.MIN_VALUE;
        static final long GONE = Long.MAX_VALUE;

        final long version;
        final Map<String, Integer> numbers;
        final long[] until;
        private final Reading reading;
        private final long first;

        Hall(Reading reading, long version, Map<String, Integer> numbers, long[] until) {
            this.reading = reading;
            this.version = version;
            this.numbers = numbers;
            this.until = until;
            long least = GONE;
            for (long each : until) {
                least = Math.min(least, each);
            }
            this.first = least;
        }

        @Override
        public Reading reading() {
            return reading;
        }

        int seats() {
            return until.length;
        }

        boolean has(String seat) {
            return numbers.containsKey(seat);
        }

        boolean taken(String seat, long now) {
            Integer number = numbers.get(seat);
            return number != null && until[number] > now;
        }

        /// No seat is free, and none has become free since the read.
        boolean full(long now) {
            return first > now;
        }
    }
}
