package holdfast.bench.way;

import holdfast.bench.sale.WantedClaim;
import holdfast.bench.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;

/// Check then insert, a common way and a negative control: count what is taken, and if there is
/// room, insert. No lock stands between the two, and no constraint can check, as it keeps no
/// counter. It oversells.
final class CheckThenInsert implements SingleRequest {

    private static final String LEFT = """
            SELECT capacity - (SELECT coalesce(sum(quantity), 0) FROM pool_claim AS claim
                               WHERE claim.workspace = pool.workspace AND claim.pool = pool.pool)
            FROM pool WHERE workspace = ? AND pool = ?""";

    @Override
    public Tried hold(Connection connection, WantedClaim asked) throws SQLException {
        // For the other kinds the constraints cannot be left out, so it would be ConstraintOnly.
        if (!(asked instanceof WantedClaim.Places wish)) {
            throw new IllegalArgumentException("only sells places: " + asked);
        }
        if (Statements.number(connection, LEFT, wish.workspace(), wish.pool()) < wish.quantity()) {
            return Tried.REFUSED;
        }
        Entries.places(connection, ContenderIds.id(), wish, Entries.unordered(connection));
        return Tried.GRANTED;
    }
}
