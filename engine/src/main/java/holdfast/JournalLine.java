package holdfast;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One line of the journal: what happened to one inventory. Versions of an inventory have no gaps.
public record JournalLine(
        Kind kind, String inventory, long version, Instant at, Happening what, Subject of) {

    /// What happened and why.
    ///
    /// @param note the reason of a block, or a note of the hold
    public record Happening(Verb verb, Effect effect, Optional<String> note) {}

    /// What the line is about.
    ///
    /// @param hold        whose claim it is; absent where the inventory itself changed
    /// @param holdVersion the hold's version from this line on; 0 where a claim expired
    /// @param until       the claim's deadline; absent where there is none
    public record Subject(
            Optional<String> hold, int holdVersion, Content content, Optional<Instant> until) {}

    /// The claim that moved, or with the effect {@link Effect#OFFER} the inventory from now on.
    /// `item` is the claim's index in its request, from 0; limits count down from -1.
    public sealed interface Content {}

    public record Places(int item, long quantity, Purpose purpose) implements Content {}

    /// Why places are taken.
    public enum Purpose {
        /// The request asked for places of this pool.
        CLAIM,
        /// The request asked for places of a pool inside this one.
        INSIDE,
        /// They count against a customer's limit.
        LIMIT
    }

    public record Seats(int item, List<String> names) implements Content {
        public Seats {
            names = List.copyOf(names);
        }
    }

    /// One part of a visit; `occupied` includes the buffers.
    public record Stretch(int item, int part, int lane, Window occupied, Window visit)
            implements Content {}

    public record Pool(long capacity, Optional<String> inside, boolean onSale)
            implements Content {}

    /// Without rows the map keeps the seats that it had.
    public record SeatMap(List<Inventory.Row> rows, boolean onSale) implements Content {
        public SeatMap {
            rows = List.copyOf(rows);
        }
    }

    public record Calendar(int lanes, Optional<Hours> hours, boolean onSale) implements Content {}
}
