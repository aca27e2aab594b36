package holdfast.bench.way;

import holdfast.bench.sale.WantedClaim;
import holdfast.bench.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;

/// Constraint only: writes without reading, and takes a violation as the refusal.
final class ConstraintOnly extends DecideThenWrite {

    private static final String COUNT = """
            UPDATE pool SET taken = taken + ?, version = version + 1
            WHERE workspace = ? AND pool = ?
            RETURNING version""";

    @Override
    Decision places(Connection connection, WantedClaim.Places wish) throws SQLException {
        long version = Statements.number(
                connection, COUNT, wish.quantity(), wish.workspace(), wish.pool());
        return Decision.granted(version);
    }

    // A customer's limit is a pool of the customer's own, so the same constraint refuses the fifth.
    private static final String COUNT_LIMIT = """
            INSERT INTO pool (workspace, pool, version, stamp, offered, purpose, capacity, taken)
            VALUES (?, ?, 0, 0, true, 'limit', ?, ?)
            ON CONFLICT (workspace, pool) DO UPDATE SET taken = pool.taken + EXCLUDED.taken""";

    @Override
    Decision limited(Connection connection, WantedClaim.Limited wish)
            throws SQLException {
        Statements.change(connection, COUNT_LIMIT, wish.workspace(), ContenderIds.limit(wish),
                wish.most(), wish.places().quantity());
        return places(connection, wish.places());
    }

    @Override
    Decision seats(Connection connection, WantedClaim.Seats wish) {
        return Decision.granted(0);
    }

    @Override
    Decision time(Connection connection, WantedClaim.Time wish) throws SQLException {
        return Decision.granted(Entries.unordered(connection));
    }
}
