package holdfast.bench.sale;

import holdfast.Inventory;
import java.util.List;

/// What is on sale: the same for every way of holding.
public sealed interface Field permits HotPool, ManyPools, HallSale, CalendarSale, LastPlaces {

    /// How it is called on the command line.
    String word();

    /// How it is called in a table.
    String title();

    /// What is offered once; every sale gets a copy of it in a workspace of its own.
    List<Inventory> pattern();

    /// How many copies of a seat map a sale needs that will grant so many holds.
    default int copies(long holds) {
        return 1;
    }

    Sale open(String workspace, int copies);
}
