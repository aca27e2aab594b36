package holdfast.bench.way;

import holdfast.bench.sale.WantedClaim;
import holdfast.bench.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Optimistic lock: reads rows with their version, decides, and writes only if the version is still
/// the same; otherwise it retries. A seat has no version column, so PostgreSQL's xmin stands for
/// it.
final class Optimistic extends DecideThenWrite {

    private static final String POOL = """
            SELECT version, taken, capacity FROM pool WHERE workspace = ? AND pool = ?""";

    private static final String COUNT = """
            UPDATE pool SET taken = ?, version = ?
            WHERE workspace = ? AND pool = ? AND version = ?""";

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
        if (Statements.change(connection, COUNT, seen.taken + wish.quantity(), seen.version + 1,
                wish.workspace(), wish.pool(), seen.version) == 0) {
            return Decision.AGAIN;
        }
        return Decision.granted(seen.version + 1);
    }

    private static final String SEATS = """
            SELECT seat, xmin, EXISTS (
                       SELECT FROM seat_claim AS claim
                       WHERE claim.workspace = seat.workspace AND claim.seat_map = seat.seat_map
                         AND claim.seat = seat.seat)
            FROM seat WHERE workspace = ? AND seat_map = ? AND seat = ANY (?::text[])""";

    // Seats have versions of their own, or one that they got together: no pair is confused.
    private static final String TOUCH = """
            UPDATE seat SET accessible = accessible
            WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM seat
                WHERE workspace = ? AND seat_map = ? AND seat = ANY (?::text[])
                  AND xmin::text = ANY (?::text[])
                ORDER BY seat FOR UPDATE))""";

    private record Place(String version, boolean claimed) {}

    @Override
    Decision seats(Connection connection, WantedClaim.Seats wish) throws SQLException {
        String[] names = ContenderIds.names(wish);
        List<Place> seen = Statements.all(connection, SEATS,
                row -> new Place(row.getString(2), row.getBoolean(3)),
                wish.workspace(), wish.seatMap(), names);
        if (seen.stream().anyMatch(Place::claimed)) {
            return Decision.REFUSED;
        }
        String[] versions = seen.stream().map(Place::version).toArray(String[]::new);
        if (Statements.change(connection, TOUCH, wish.workspace(), wish.seatMap(), names,
                versions) < names.length) {
            return Decision.AGAIN;
        }
        return Decision.granted(0);
    }

    private static final String CALENDAR = """
            SELECT version, EXISTS (
                       SELECT FROM time_claim AS claim
                       WHERE claim.workspace = calendar.workspace
                         AND claim.track = track(calendar.calendar, 0)
                         AND period && tstzrange(?, ?))
            FROM calendar WHERE workspace = ? AND calendar = ?""";

    private static final String COUNT_TIME = """
            UPDATE calendar SET version = version + 1
            WHERE workspace = ? AND calendar = ? AND version = ?""";

    private record Busy(long version, boolean taken) {}

    @Override
    Decision time(Connection connection, WantedClaim.Time wish) throws SQLException {
        Optional<Busy> seen = Statements.first(connection, CALENDAR,
                row -> new Busy(row.getLong(1), row.getBoolean(2)),
                wish.window().from(), wish.window().to(), wish.workspace(), wish.calendar());
        if (seen.isEmpty() || seen.get().taken) {
            return Decision.REFUSED;
        }
        if (Statements.change(connection, COUNT_TIME, wish.workspace(), wish.calendar(),
                seen.get().version) == 0) {
            return Decision.AGAIN;
        }
        return Decision.granted(seen.get().version + 1);
    }
}
