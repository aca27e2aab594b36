package holdfast.ledger;

import holdfast.postgres.Rows;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.time.Instant;

/// The database's clock, the only one that decides. It is asked after the locks are held: what
/// now() says is the beginning of the transaction, stale after a wait.
public final class Clock {
    private Clock() {}

    private static final String NOW = """
            SELECT the_clock()""";

    public static Trip.Answer<Instant> ask(Trip trip) {
        return trip.ask(NOW, row -> Rows.certainly(row, 1));
    }

    /// On a trip of its own. Whoever looks without locks asks first and reads then: a claim that is
    /// still held after the clock said it is over really lapsed.
    public static Instant read(Tx tx) throws SQLException {
        Trip trip = tx.trip();
        Trip.Answer<Instant> now = ask(trip);
        trip.go();
        return now.only();
    }
}
