package holdfast.judge;

import holdfast.Claim;
import holdfast.HeldItem;
import holdfast.Limit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An index of ownerships by inventory: places, seats, lanes and limits.
final class OwnershipIndex {

    /// A quantity of places, or of a limit, during an ownership.
    record Use(Ownership tenure, long quantity) {}

    record Seat(String seatMap, String name) {}

    record Period(Ownership tenure, HeldItem.Stretch stretch) {}

    /// A customer and the scope of a limit.
    record Count(String customer, String scope) {}

    private final OfferTimeline offers;
    private final Map<String, List<Use>> places = new HashMap<>();
    private final Map<Seat, List<Ownership>> seats = new HashMap<>();
    private final Map<String, List<Period>> periods = new HashMap<>();
    private final Map<Count, List<Use>> counts = new HashMap<>();
    private final List<Operation> clouds = new ArrayList<>();

    OwnershipIndex(OfferTimeline offers, List<Ownership> tenures) {
        this.offers = offers;
        for (Ownership tenure : tenures) {
            tenure.items().forEach(item -> add(tenure, item));
            // A hold without a customer's name counts as a customer of its own.
            String customer = tenure.counted().customer().orElse("nobody, " + tenure.hold());
            for (Limit limit : tenure.counted().limits()) {
                counts.computeIfAbsent(
                        new Count(customer, limit.scope()), _ -> new ArrayList<>())
                        .add(new Use(tenure, limit.takes()));
            }
        }
    }

    private void add(Ownership tenure, HeldItem item) {
        switch (item) {
            case HeldItem.Capacity(String pool, long quantity) -> {
                for (String each : offers.chain(pool)) {
                    places.computeIfAbsent(each, _ -> new ArrayList<>())
                            .add(new Use(tenure, quantity));
                }
            }
            case HeldItem.Seats(String map, List<String> names) -> names.forEach(name -> seats
                    .computeIfAbsent(new Seat(map, name), _ -> new ArrayList<>()).add(tenure));
            case HeldItem.Time(List<HeldItem.Stretch> stretches) ->
                    stretches.forEach(stretch -> periods
                            .computeIfAbsent(stretch.calendar(), _ -> new ArrayList<>())
                            .add(new Period(tenure, stretch)));
        }
    }

    /// Adds a request without any answer: it may have taken its claims since then.
    void cloud(Operation unresolved) {
        clouds.add(unresolved);
    }

    /// Whether such a request may have changed this inventory by then.
    boolean clouded(OfferTimeline.Id id, long by) {
        return clouds.stream().anyMatch(
                each -> each.invoked().nanos() <= by && claims(each.call()).stream().anyMatch(
                        claim -> touches(claim, id)));
    }

    static List<Claim> claims(RecordedCall call) {
        return switch (call) {
            case RecordedCall.Hold(var request) -> request.claims();
            case RecordedCall.Exchange(var request) -> request.claims();
            case RecordedCall.Block(var request) -> request.claims();
            // @formatter:off
            case RecordedCall.Offer _, RecordedCall.Withdraw _, RecordedCall.Unblock _,
                    RecordedCall.Confirm _, RecordedCall.Cancel _, RecordedCall.Extend _,
                    RecordedCall.Expire _, RecordedCall.Find _, RecordedCall.FreePlaces _,
                    RecordedCall.FreeSeats _, RecordedCall.FreeTimes _,
                    RecordedCall.HoldHistory _, RecordedCall.InventoryHistory _,
                    RecordedCall.Audit _ -> List.of();
            // @formatter:on
        };
    }

    private boolean touches(Claim claim, OfferTimeline.Id id) {
        return switch (claim) {
            case Claim.Capacity capacity -> id.kind() == holdfast.Kind.CAPACITY
                    && offers.chain(capacity.pool()).contains(id.inventory());
            case Claim.Seats seats -> id.kind() == holdfast.Kind.SEATS
                    && seats.seatMap().equals(id.inventory());
            case Claim.Time time -> id.kind() == holdfast.Kind.TIME && time.parts().stream()
                    .anyMatch(part -> part.anyOf().contains(id.inventory()));
        };
    }

    Map<String, List<Use>> places() {
        return places;
    }

    List<Use> places(String pool) {
        return places.getOrDefault(pool, List.of());
    }

    Map<Seat, List<Ownership>> seats() {
        return seats;
    }

    List<Ownership> seat(String map, String name) {
        return seats.getOrDefault(new Seat(map, name), List.of());
    }

    Map<String, List<Period>> periods() {
        return periods;
    }

    List<Period> periods(String calendar) {
        return periods.getOrDefault(calendar, List.of());
    }

    Map<Count, List<Use>> counts() {
        return counts;
    }

    List<Use> counts(String customer, String scope) {
        return counts.getOrDefault(new Count(customer, scope), List.of());
    }

    boolean cloudedLimits(long by) {
        return clouds.stream().anyMatch(each -> each.invoked().nanos() <= by);
    }
}
