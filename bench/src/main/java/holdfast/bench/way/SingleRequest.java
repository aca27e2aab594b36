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
        /// The key was used before.
        REPEATED,
        /// Another request was faster: retry from the beginning.
        AGAIN
    }

    Tried hold(Connection connection, WantedClaim wish) throws SQLException;
}
