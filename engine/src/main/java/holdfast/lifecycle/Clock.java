package holdfast.lifecycle;

import holdfast.postgres.Rows;
import holdfast.postgres.Trip;
import java.time.Instant;

/// The database's clock, the only one that decides. It is asked after the locks are held: what now()
/// says is the beginning of the transaction, stale after a wait.
final class Clock {
    private Clock() {}

    private static final String NOW = "SELECT the_clock()";

    static Trip.Answer<Instant> ask(Trip trip) {
        return trip.ask(NOW, row -> Rows.certainly(row, 1));
    }
}
