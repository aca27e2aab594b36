package holdfast.bench.sale;

import holdfast.Inventory;
import java.util.List;

/// A field of the benchmark: what is on sale, the same for every way of holding.
public sealed interface Field permits HotPool, ManyPools, HallSale, CalendarSale, LastPlaces {

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

    Sale open(String workspace, int copies);
}
