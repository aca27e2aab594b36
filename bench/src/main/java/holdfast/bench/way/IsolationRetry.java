package holdfast.bench.way;

import holdfast.bench.sale.WantedClaim;
import holdfast.bench.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// REPEATABLE READ or SERIALIZABLE: reads, decides and writes as if alone, and retries after a
/// serialization failure. Its connections are opened at that level. At REPEATABLE READ two requests
/// that read the same and write different rows do not see each other: there the constraints refuse
/// a seat or a time that is sold twice, and for places both change the pool's row.
final class IsolationRetry extends DecideThenWrite {

    private static final String POOL = """
            SELECT version, taken, capacity FROM pool WHERE workspace = ? AND pool = ?""";

    private static final String COUNT = """
            UPDATE pool SET taken = ?, version = ? WHERE workspace = ? AND pool = ?""";

    private record Seen(long version, long taken, long capacity) {}

    @Override
    Decision places(Connection connection, WantedClaim.Places wish) throws SQLException {
        Optional<Seen> found = Statements.first(connection, POOL,
                row -> new Seen(row.getLong(1), row.getLong(2), row.getLong(3)),
                wish.workspace(), wish.pool());
        if (found.isEmpty() || found.get().taken + wish.quantity() > found.get().capacity) {
            return Decision.REFUSED;
        }
        Seen seen = found.get();
        Statements.change(connection, COUNT, seen.taken + wish.quantity(), seen.version + 1,
                wish.workspace(), wish.pool());
        return Decision.granted(seen.version + 1);
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
        return Decision.granted(0);
    }

    private static final String MEETING = """
            SELECT count(*) FROM time_claim
            WHERE workspace = ? AND track = track(?, 0) AND period && tstzrange(?, ?)""";

    @Override
    Decision time(Connection connection, WantedClaim.Time wish) throws SQLException {
        if (Statements.number(connection, MEETING, wish.workspace(), wish.calendar(),
                wish.window().from(), wish.window().to()) > 0) {
            return Decision.REFUSED;
        }
        return Decision.granted(Entries.unordered(connection));
    }
}
