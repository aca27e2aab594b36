package holdfast.bench.way;

import holdfast.bench.sale.WantedClaim;
import holdfast.bench.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// Reads, decides, and writes what it computed from what it read. It is correct only under a lock
/// from outside; `between` is called after the read and before the write.
final class ReadThenWrite extends DecideThenWrite {
    private final Runnable between;

    ReadThenWrite(Runnable between) {
        this.between = between;
    }

    private static final String POOL = """
            SELECT taken, capacity FROM pool WHERE workspace = ? AND pool = ?""";

    private static final String COUNT = """
            UPDATE pool SET taken = ?, version = version + 1
            WHERE workspace = ? AND pool = ?
            RETURNING version""";

    private record Seen(long taken, long capacity) {}

    @Override
    Decision places(Connection connection, WantedClaim.Places wish) throws SQLException {
        Optional<Seen> seen = Statements.first(
                connection, POOL, row -> new Seen(row.getLong(1), row.getLong(2)),
                wish.workspace(), wish.pool());
        between.run();
        if (seen.isEmpty() || seen.get().taken + wish.quantity() > seen.get().capacity) {
            return Decision.REFUSED;
        }
        long version = Statements.number(connection, COUNT,
                seen.get().taken + wish.quantity(), wish.workspace(), wish.pool());
        return Decision.granted(version);
    }

    private static final String CLAIMED = """
            SELECT count(*) FROM seat_claim
            WHERE workspace = ? AND seat_map = ? AND seat = ANY (?::text[])""";

    @Override
    Decision seats(Connection connection, WantedClaim.Seats wish) throws SQLException {
        if (Statements.number(connection, CLAIMED, wish.workspace(), wish.seatMap(),
                ContenderIds.names(wish)) > 0) {
            return Decision.REFUSED;
        }
        between.run();
        return Decision.granted(0);
    }

    private static final String MEETING = """
            SELECT count(*) FROM time_claim
            WHERE workspace = ? AND track = track(?, 0) AND period && tstzrange(?, ?)""";

    private static final String COUNT_TIME = """
            UPDATE calendar SET version = version + 1
            WHERE workspace = ? AND calendar = ?
            RETURNING version""";

    @Override
    Decision time(Connection connection, WantedClaim.Time wish) throws SQLException {
        if (Statements.number(connection, MEETING, wish.workspace(), wish.calendar(),
                wish.window().from(), wish.window().to()) > 0) {
            return Decision.REFUSED;
        }
        between.run();
        long version = Statements.number(
                connection, COUNT_TIME, wish.workspace(), wish.calendar());
        return Decision.granted(version);
    }
}
