package holdfast.judge;

import holdfast.HeldItem;
import holdfast.Window;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The claim of a journal entry, parsed from its text: kind, inventory and item of the hold, then
/// the quantity and role of places, or the seats, or the part, lane and times.
sealed interface MovedClaim {
    String inventory();

    int item();

    record Places(String inventory, int item, long quantity, String role) implements MovedClaim {}

    /// Sorted, so that the order in the journal does not matter.
    record Seats(String inventory, int item, List<String> names) implements MovedClaim {
        public Seats {
            names = names.stream().sorted().toList();
        }
    }

    record Stretch(String inventory, int item, int lane, Window occupied, Window visit)
            implements MovedClaim {}

    static MovedClaim read(String claim) {
        String[] words = claim.split(" ", -1);
        String inventory = words[1];
        int item = Integer.parseInt(words[2]);
        return switch (words[0]) {
            case "capacity" -> new Places(inventory, item, Long.parseLong(words[3]), words[4]);
            case "seats" -> new Seats(inventory, item, Arrays.stream(words).skip(3)
                    .map(name -> URLDecoder.decode(name, StandardCharsets.UTF_8)).toList());
            case "time" -> new Stretch(inventory, item, Integer.parseInt(words[4]),
                    new Window(Instant.parse(words[5]), Instant.parse(words[6])),
                    new Window(Instant.parse(words[7]), Instant.parse(words[8])));
            default -> throw new IllegalArgumentException("no such claim: " + claim);
        };
    }

    /// The journal entries that an acknowledged item must have.
    static List<MovedClaim> of(int item, HeldItem taken, OfferTimeline offers) {
        List<MovedClaim> moved = new ArrayList<>();
        switch (taken) {
            case HeldItem.Capacity(String pool, long quantity) ->
                    offers.chain(pool).forEach(each -> moved.add(new Places(
                            each, item, quantity, each.equals(pool) ? "claim" : "inside")));
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
        return this instanceof Places places && places.role.equals("limit");
    }
}
