package holdfast.server.availability;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// What was seen of one inventory, or of those whom one limit counts, when it was last read.
sealed interface CachedAvailability {
    Reading reading();

    /// Whether it may be wrong by now.
    default boolean over() {
        return System.nanoTime() - reading().began() >= AvailabilityCache.AGE.toNanos();
    }

    /// When it was read. The database's clock said `at` before anything was read, and the stopwatch
    /// `began` before that; and nothing had been given back that `epoch` does not know.
    record Reading(Instant at, long began, long epoch) {

        /// The database's clock is no further than this by now, in microseconds.
        long now() {
            return SeatAreaState.micros(at)
                    + TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began);
        }
    }

    /// So many places are left in a pool, and no hold in it lapses before the database's clock is
    /// at `until`, in microseconds.
    record Pool(Reading reading, long places, long until) implements CachedAvailability {
        @Override
        public boolean over() {
            return CachedAvailability.super.over() || reading.now() >= until;
        }
    }

    /// Who has anything within a limit's scope.
    record Counted(Reading reading, Set<String> customers) implements CachedAvailability {
        public Counted {
            customers = Set.copyOf(customers);
        }
    }

    /// A seat map: until when each seat is taken, in microseconds; a free one is since ever. Not a
    /// record, because two arrays are never equal.
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

        /// No seat at all is free, and none has become so since.
        boolean full(long now) {
            return first > now;
        }
    }
}
