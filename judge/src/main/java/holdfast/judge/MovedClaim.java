package holdfast.judge;

import holdfast.HeldItem;
import holdfast.Window;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A journal entry's claim, read from its words: kind, inventory, the item of the hold, and
/// then so many places and why they were taken, or the seats, or the part of the visit, the
/// lane and the times.
sealed interface MovedClaim {
    String inventory();

    int item();

    record Places(String inventory, int item, long quantity, String role) implements MovedClaim {}

    /// The names in one order, whichever they came in.
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

    /// What the journal ought to say of an item that a customer was told they have.
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

    /// Whether it counts against a customer's limit only.
    default boolean limit() {
        return this instanceof Places places && places.role.equals("limit");
    }
}
