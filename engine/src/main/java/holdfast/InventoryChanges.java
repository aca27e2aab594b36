package holdfast;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What moved in several inventories, as of one moment: the database's clock was at `now` just
/// before. Holds that lapse move nothing; whoever follows a seat map keeps their deadlines.
///
/// @param all false when there is more than was asked for: ask again from the last of these
public record InventoryChanges(Instant now, List<Change> changes, boolean all) {
    public InventoryChanges {
        changes = List.copyOf(changes);
    }

    /// Where the caller is in an inventory's journal.
    public record Mark(Kind kind, String inventory, long after) {
        public Mark {
            InputRules.id("inventory", inventory);
        }
    }

    /// One line of an inventory's journal, the lowest version of each inventory first.
    public sealed interface Change {
        String inventory();

        long version();
    }

    /// It was put on sale, changed or taken off sale.
    public record Offered(Kind kind, String inventory, long version, boolean onSale)
            implements Change {}

    /// These seats are in this state from now on, held ones until a deadline.
    public record Seats(
            String inventory, long version, List<String> names, Free.State state,
            Optional<Instant> until)
            implements Change {
        public Seats {
            names = List.copyOf(names);
        }
    }

    /// Places of a pool or a time of a calendar were taken, kept on or given back.
    public record Other(Kind kind, String inventory, long version) implements Change {}
}
