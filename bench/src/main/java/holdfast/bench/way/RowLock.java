package holdfast.bench.way;

import holdfast.bench.sale.WantedClaim;
import holdfast.bench.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// The textbook's row lock: SELECT … FOR UPDATE, decide, write, COMMIT.
final class RowLock extends DecideThenWrite {

    private static final String POOL = """
            SELECT version, capacity - taken FROM pool
            WHERE workspace = ? AND pool = ? FOR UPDATE""";

    private static final String COUNT = """
            UPDATE pool SET taken = taken + ?, version = version + 1
            WHERE workspace = ? AND pool = ?""";

    private record Seen(long version, long left) {}

    @Override
    Decision places(Connection connection, WantedClaim.Places wish) throws SQLException {
        Optional<Seen> seen = Statements.first(
                connection, POOL, row -> new Seen(row.getLong(1), row.getLong(2)),
                wish.workspace(), wish.pool());
        if (seen.isEmpty() || seen.get().left < wish.quantity()) {
            return Decision.REFUSED;
        }
        Statements.change(connection, COUNT, wish.quantity(), wish.workspace(), wish.pool());
        return Decision.granted(seen.get().version + 1);
    }

    private static final String SEATS = """
            SELECT seat FROM seat
            WHERE workspace = ? AND seat_map = ? AND seat = ANY (?::text[])
            ORDER BY seat FOR UPDATE""";

    private static final String CLAIMED = """
            SELECT count(*) FROM seat_claim
            WHERE workspace = ? AND seat_map = ? AND seat = ANY (?::text[])""";

    @Override
    Decision seats(Connection connection, WantedClaim.Seats wish) throws SQLException {
        String[] names = ContenderIds.names(wish);
        Statements.all(connection, SEATS, row -> row.getString(1),
                wish.workspace(), wish.seatMap(), names);
        if (Statements.number(
                connection, CLAIMED, wish.workspace(), wish.seatMap(), names) > 0) {
            return Decision.REFUSED;
        }
        return Decision.granted(0);
    }

    private static final String CALENDAR = """
            SELECT version FROM calendar WHERE workspace = ? AND calendar = ? FOR UPDATE""";

    private static final String MEETING = """
            SELECT count(*) FROM time_claim
            WHERE workspace = ? AND track = track(?, 0) AND period && tstzrange(?, ?)""";

    private static final String COUNT_TIME = """
            UPDATE calendar SET version = version + 1 WHERE workspace = ? AND calendar = ?""";

    @Override
    Decision time(Connection connection, WantedClaim.Time wish) throws SQLException {
        long version = Statements.number(
                connection, CALENDAR, wish.workspace(), wish.calendar());
        if (Statements.number(connection, MEETING, wish.workspace(), wish.calendar(),
                wish.window().from(), wish.window().to()) > 0) {
            return Decision.REFUSED;
        }
        Statements.change(connection, COUNT_TIME, wish.workspace(), wish.calendar());
        return Decision.granted(version + 1);
    }
}
