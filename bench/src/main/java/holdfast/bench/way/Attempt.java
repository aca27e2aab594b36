package holdfast.bench.way;

import holdfast.bench.sale.Wish;
import java.sql.Connection;
import java.sql.SQLException;

/// A way that decides each request on its own, on a connection of its own. It begins in a
/// transaction; whatever it does not commit is rolled back.
interface Attempt {

    enum Tried {
        GRANTED,
        REFUSED,
        /// Somebody was quicker: try again from the beginning.
        AGAIN
    }

    default Tried hold(Connection connection, Wish wish) throws SQLException {
        return switch (wish) {
            case Wish.Places places -> places(connection, places);
            case Wish.Seats seats -> seats(connection, seats);
            case Wish.Time time -> time(connection, time);
        };
    }

    Tried places(Connection connection, Wish.Places wish) throws SQLException;

    Tried seats(Connection connection, Wish.Seats wish) throws SQLException;

    Tried time(Connection connection, Wish.Time wish) throws SQLException;
}
