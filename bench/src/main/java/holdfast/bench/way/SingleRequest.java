package holdfast.bench.way;

import holdfast.bench.sale.WantedClaim;
import java.sql.Connection;
import java.sql.SQLException;

/// A way that decides each request by itself, on a connection of its own. It begins in a
/// transaction; without a commit that is rolled back.
interface SingleRequest {

    enum Tried {
        GRANTED,
        REFUSED,
        /// Another request was faster: retry from the beginning.
        AGAIN
    }

    default Tried hold(Connection connection, WantedClaim wish) throws SQLException {
        return switch (wish) {
            case WantedClaim.Places places -> places(connection, places);
            case WantedClaim.Seats seats -> seats(connection, seats);
            case WantedClaim.Time time -> time(connection, time);
        };
    }

    Tried places(Connection connection, WantedClaim.Places wish) throws SQLException;

    Tried seats(Connection connection, WantedClaim.Seats wish) throws SQLException;

    Tried time(Connection connection, WantedClaim.Time wish) throws SQLException;
}
