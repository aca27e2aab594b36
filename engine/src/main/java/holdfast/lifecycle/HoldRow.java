package holdfast.lifecycle;

import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.claims.Allotment;
import holdfast.claims.HoldChange;
import holdfast.claims.HoldState;
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
            HoldState state,
            int version,
            @Nullable Instant until,
            Instant changedAt,
            String attempt) {
        /// As a change of a request leaves it.
        static Life of(HoldChange change, Instant now, String attempt) {
            return new Life(change.state(), change.version(), change.until(), now, attempt);
        }

        /// As it is made, under the id of the request.
        static Life first(HoldChange change, Instant now) {
            return of(change, now, "");
        }
    }

    /// The columns that stay. `reason` is the reason of a block.
    record Origin(Optional<String> customer, Instant madeAt, Optional<String> reason) {}

    HoldRow {
        allotments = List.copyOf(allotments);
    }

    boolean is(HoldState state) {
        return life.state == state;
    }

    /// A booking or a block: it has no deadline.
    boolean lasts() {
        return is(HoldState.BOOKED) || is(HoldState.BLOCKED);
    }

    /// Held and past its deadline: it is over, whether or not EXPIRE has run.
    boolean overdue(Instant now) {
        return is(HoldState.HELD) && life.until != null && !life.until.isAfter(now);
    }

    /// As it counts at that moment.
    HoldState state(Instant now) {
        return overdue(now) ? HoldState.EXPIRED : life.state;
    }

    /// A block of the venue, also when it has ended.
    boolean isBlock() {
        return origin.reason.isPresent();
    }

    /// When it ended or will expire.
    Instant end() {
        if (life.until == null) {
            throw new IllegalStateException("hold " + hold + " has no deadline");
        }
        return life.until;
    }

    Hold seen(Instant now) {
        Hold.Basket basket = basket();
        return switch (state(now)) {
            case HELD -> held();
            case BOOKED -> new Hold.Booked(basket, life.changedAt);
            case BLOCKED -> new Hold.Blocked(basket, origin.reason.orElse(""));
            case CANCELLED -> new Hold.Cancelled(basket, end());
            case EXPIRED -> new Hold.Expired(basket, end());
        };
    }

    Hold.Held held() {
        return new Hold.Held(basket(), end());
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
