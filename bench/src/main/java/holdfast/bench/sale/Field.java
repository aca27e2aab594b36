package holdfast.bench.sale;

import holdfast.Inventory;
import java.util.List;

/// A field of the benchmark: what is on sale, the same for every way of holding.
public sealed interface Field permits HotPool, ManyPools, HallSale, CalendarSale, LastPlaces,
        CustomerLimits, MixedBaskets, KeyedRequests {

    /// Its name on the command line.
    String word();

    /// Its name in a table.
    String title();

    /// The inventories offered once; every sale gets a copy in a workspace of its own.
    List<Inventory> pattern();

    /// How many copies of a seat map a sale needs to grant this many holds.
    default int copies(long holds) {
        return 1;
    }

    /// Whether every request changes the same row.
    default boolean oneRow() {
        return false;
    }

    /// How many places one customer may have; 0 is no limit.
    default long mostOfOneCustomer() {
        return 0;
    }

    /// Whether every request has an idempotency key.
    default boolean keyed() {
        return false;
    }

    Sale open(String workspace, int copies);

    /// The same sale without conflicts, for the bound, which decides nothing: no two requests want
    /// the same, and none is sent twice.
    default Sale unopposed(String workspace, int copies) {
        return open(workspace, copies);
    }
}
