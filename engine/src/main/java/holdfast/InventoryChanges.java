package holdfast;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What changed in several inventories, in one snapshot; the database's clock was at `now` just
/// before. An expiry makes no change: a client that follows a seat map keeps the deadlines.
///
/// @param all false if there are more changes than were asked for; ask again from the last of these
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

    /// The inventory was put on sale, changed or taken off sale.
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

    /// Places of a pool or time of a calendar were taken, kept with another state or deadline, or
    /// given back.
    public record Other(Kind kind, String inventory, long version) implements Change {}
}
