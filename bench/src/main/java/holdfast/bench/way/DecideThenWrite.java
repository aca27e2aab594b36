package holdfast.bench.way;

import holdfast.bench.sale.WantedClaim;
import holdfast.bench.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;

/// A way that decides on one claim after the other, and then writes the hold with all of them in
/// one statement.
abstract class DecideThenWrite implements SingleRequest {

    /// What was decided on one claim.
    ///
    /// @param version of the inventory's journal; unused for seats
    record Decision(Tried tried, long version) {
        static final Decision REFUSED = new Decision(Tried.REFUSED, 0);
        static final Decision AGAIN = new Decision(Tried.AGAIN, 0);

        static Decision granted(long version) {
            return new Decision(Tried.GRANTED, version);
        }

        boolean isGranted() {
            return tried == Tried.GRANTED;
        }
    }

    /// Counts them in the pool too.
    abstract Decision places(Connection connection, WantedClaim.Places wish) throws SQLException;

    abstract Decision seats(Connection connection, WantedClaim.Seats wish) throws SQLException;

    abstract Decision time(Connection connection, WantedClaim.Time wish) throws SQLException;

    private static final String OF_CUSTOMER = """
            SELECT coalesce(sum(quantity), 0) FROM pool_claim WHERE workspace = ? AND pool = ?""";

    /// Counts the customer's rows. By then the pool's row is locked or guarded, so that no other
    /// request for this pool can add to them before the commit.
    Decision limited(Connection connection, WantedClaim.Limited wish)
            throws SQLException {
        Decision places = places(connection, wish.places());
        if (!places.isGranted()) {
            return places;
        }
        long before = Statements.number(connection, OF_CUSTOMER,
                wish.workspace(), ContenderIds.limit(wish));
        return before + wish.places().quantity() > wish.most() ? Decision.REFUSED : places;
    }

    @Override
    public final Tried hold(Connection connection, WantedClaim wish) throws SQLException {
        String hold = ContenderIds.id();
        return switch (wish) {
            case WantedClaim.Places it -> {
                Decision decided = places(connection, it);
                if (decided.isGranted()) {
                    Entries.places(connection, hold, it, decided.version);
                }
                yield decided.tried;
            }
            case WantedClaim.Seats it -> {
                Decision decided = seats(connection, it);
                if (decided.isGranted()) {
                    Entries.seats(connection, hold, it);
                }
                yield decided.tried;
            }
            case WantedClaim.Time it -> {
                Decision decided = time(connection, it);
                if (decided.isGranted()) {
                    Entries.time(connection, hold, it, decided.version);
                }
                yield decided.tried;
            }
            case WantedClaim.Limited it -> {
                Decision decided = limited(connection, it);
                if (decided.isGranted()) {
                    Entries.limited(connection, hold, it, decided.version);
                }
                yield decided.tried;
            }
            case WantedClaim.Keyed it -> {
                if (!Entries.key(connection, hold, it)) {
                    yield Tried.REPEATED;
                }
                Decision decided = places(connection, it.places());
                if (decided.isGranted()) {
                    Entries.places(connection, hold, it.places(), decided.version);
                }
                yield decided.tried;
            }
            case WantedClaim.Basket it -> basket(connection, hold, it);
        };
    }

    /// In one order of kinds, so that two baskets do not deadlock.
    private Tried basket(Connection connection, String hold, WantedClaim.Basket wish)
            throws SQLException {
        Decision places = places(connection, wish.places());
        if (!places.isGranted()) {
            return places.tried;
        }
        Decision seats = seats(connection, wish.seats());
        if (!seats.isGranted()) {
            return seats.tried;
        }
        Decision time = time(connection, wish.time());
        if (time.isGranted()) {
            Entries.basket(connection, hold, wish, places.version, time.version);
        }
        return time.tried;
    }
}
