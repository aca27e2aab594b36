package holdfast.judge;

import holdfast.HeldItem;
import holdfast.JournalLine.Purpose;
import holdfast.JournalLine;
import holdfast.Window;
import java.util.ArrayList;
import java.util.List;

/// The claim of a journal entry, with its inventory and the item of the hold.
sealed interface MovedClaim {
    String inventory();

    int item();

    record Places(String inventory, int item, long quantity, Purpose purpose)
            implements MovedClaim {}

    /// Sorted, so that the order in the journal does not matter.
    record Seats(String inventory, int item, List<String> names) implements MovedClaim {
        public Seats {
            names = names.stream().sorted().toList();
        }
    }

    record Stretch(String inventory, int item, int lane, Window occupied, Window visit)
            implements MovedClaim {}

    static MovedClaim read(JournalLine entry) {
        String inventory = entry.inventory();
        return switch (entry.of().content()) {
            case JournalLine.Places(int item, long quantity, Purpose purpose) ->
                    new Places(inventory, item, quantity, purpose);
            case JournalLine.Seats(int item, List<String> names) ->
                    new Seats(inventory, item, names);
            case JournalLine.Stretch(int item, _, int lane, Window occupied, Window visit) ->
                    new Stretch(inventory, item, lane, occupied, visit);
            case JournalLine.Pool _,JournalLine.SeatMap _,JournalLine.Calendar _ ->
                    throw new IllegalArgumentException("no claim: " + entry);
        };
    }

    /// The journal entries that an acknowledged item must have.
    static List<MovedClaim> of(int item, HeldItem taken, OfferTimeline offers) {
        List<MovedClaim> moved = new ArrayList<>();
        switch (taken) {
            case HeldItem.Capacity(String pool, long quantity) ->
                    offers.chain(pool).forEach(each -> moved.add(new Places(
                            each, item, quantity,
                            each.equals(pool) ? Purpose.CLAIM : Purpose.INSIDE)));
            case HeldItem.Seats(String map, List<String> names) ->
                    moved.add(new Seats(map, item, names));
            case HeldItem.Time(List<HeldItem.Stretch> stretches) -> stretches.forEach(each -> moved
                    .add(new Stretch(each.calendar(), item, each.lane(), each.occupied(),
                            each.visit())));
        }
        return moved;
    }

    /// Whether it counts only against a customer's limit.
    default boolean limit() {
        return this instanceof Places places && places.purpose == Purpose.LIMIT;
    }
}
