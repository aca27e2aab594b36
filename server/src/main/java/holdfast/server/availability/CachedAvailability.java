package holdfast.server.availability;

import java.time.Instant;
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
            return SeatMapReplica.micros(at)
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

    /// A seat map.
    ///
    /// @param first from when on any seat may be free, in microseconds
    record SeatMap(Reading reading, SeatMapReplica seats, long first)
            implements CachedAvailability {
        SeatMap(Reading reading, SeatMapReplica seats) {
            this(reading, seats, seats.firstFree());
        }

        /// No seat is free, and none has become free since the read.
        boolean full(long now) {
            return first > now;
        }
    }
}
