package holdfast.lifecycle;

import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.claims.Allotment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The row of a hold.
record HoldRow(
        String hold, Life life, Origin origin, Hold.Notes notes, List<Allotment> allotments) {

    /// The columns that change. `until` is null for infinity; `attempt` is the request that made
    /// this version.
    record Life(
            String state,
            int version,
            @Nullable Instant until,
            Instant changedAt,
            String attempt) {}

    /// The columns that stay. `reason` is the reason of a block.
    record Origin(Optional<String> customer, Instant madeAt, Optional<String> reason) {}

    HoldRow {
        allotments = List.copyOf(allotments);
    }

    boolean is(String state) {
        return life.state.equals(state);
    }

    /// A booking or a block: it has no deadline.
    boolean lasts() {
        return is("booked") || is("blocked");
    }

    /// Held and past its deadline: it is over, whether or not EXPIRE has run.
    boolean lapsed(Instant now) {
        return is("held") && life.until != null && !life.until.isAfter(now);
    }

    /// When it ended or will expire.
    Instant end() {
        if (life.until == null) {
            throw new IllegalStateException("hold " + hold + " does not lapse");
        }
        return life.until;
    }

    Hold seen(Instant now) {
        Hold.Basket basket = basket();
        if (lapsed(now)) {
            return new Hold.Expired(basket, end());
        }
        return switch (life.state) {
            case "held" -> new Hold.Held(basket, end());
            case "booked" -> new Hold.Booked(basket, life.changedAt);
            case "blocked" -> new Hold.Blocked(basket, origin.reason.orElse(""));
            case "cancelled" -> new Hold.Cancelled(basket, end());
            case "expired" -> new Hold.Expired(basket, end());
            default -> throw new IllegalStateException("no such state: " + life.state);
        };
    }

    HoldRow noted(Hold.Notes other) {
        return new HoldRow(hold, life, origin, other, allotments);
    }

    Hold.Basket basket() {
        return new Hold.Basket(
                hold, life.version, origin.customer, origin.madeAt, taken(allotments), notes);
    }

    /// The items of the answer, without the outer pools and the limits.
    static List<HeldItem> taken(List<Allotment> allotments) {
        Map<Integer, HeldItem> items = new TreeMap<>();
        Map<Integer, List<Allotment.Stretch>> visits = new TreeMap<>();
        for (Allotment allotment : allotments) {
            switch (allotment) {
                case Allotment.Places places -> {
                    if (places.role() == Allotment.Role.CLAIM) {
                        items.put(places.item(),
                                new HeldItem.Capacity(places.inventory(), places.quantity()));
                    }
                }
                case Allotment.Seats seats -> items.put(seats.item(),
                        new HeldItem.Seats(seats.inventory(), seats.names()));
                case Allotment.Stretch stretch -> visits
                        .computeIfAbsent(stretch.item(), item -> new ArrayList<>()).add(stretch);
            }
        }
        visits.forEach((item, stretches) -> {
            stretches.sort(Comparator.comparingInt(Allotment.Stretch::part));
            items.put(item, new HeldItem.Time(stretches.stream()
                    .map(each -> new HeldItem.Stretch(
                            each.inventory(), each.lane(), each.visit(), each.occupied()))
                    .toList()));
        });
        return List.copyOf(items.values());
    }
}
