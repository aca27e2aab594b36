package holdfast.bench.way;

import holdfast.bench.sale.WantedClaim;
import holdfast.bench.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;

/// Constraint only: writes without reading, and takes a violation as the refusal.
final class ConstraintOnly implements SingleRequest {

    private static final String COUNT = """
            UPDATE pool SET taken = taken + ?, version = version + 1
            WHERE workspace = ? AND pool = ?
            RETURNING version""";

    @Override
    public Tried places(Connection connection, WantedClaim.Places wish) throws SQLException {
        long version = Statements.number(
                connection, COUNT, wish.quantity(), wish.workspace(), wish.pool());
        Entries.places(connection, wish, version);
        return Tried.GRANTED;
    }

    @Override
    public Tried seats(Connection connection, WantedClaim.Seats wish) throws SQLException {
        Entries.seats(connection, wish);
        return Tried.GRANTED;
    }

    @Override
    public Tried time(Connection connection, WantedClaim.Time wish) throws SQLException {
        Entries.time(connection, wish, Entries.unordered(connection));
        return Tried.GRANTED;
    }
}
