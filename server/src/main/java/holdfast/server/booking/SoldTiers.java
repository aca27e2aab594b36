package holdfast.server.booking;

import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.Kind;
import holdfast.change.ChangePlan;
import holdfast.server.catalog.Area;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Seating;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The tiers that a change of an event removes, or gives a capacity that they did not have. The
/// change is refused while a live hold has such a tier: without the tier a booking would have a
/// price that no version describes, and a new capacity would not count what was sold before.
final class SoldTiers {
    private final EventInventories stock;
    private final String workspace;
    private final String event;

    SoldTiers(EventInventories stock, String workspace, String event) {
        this.stock = stock;
        this.workspace = workspace;
        this.event = event;
    }

    /// Areas, and tiers with their own capacity, are inventories: the engine checks those that go.
    List<ChangePlan.Unsold> between(Event before, Event after) {
        List<ChangePlan.Unsold> parts = new ArrayList<>();
        for (Area was : before.areas()) {
            Optional<Area> is = after.area(was.id());
            if (was instanceof Area.Places && is.orElse(null) instanceof Area.Places places) {
                places(was.card(), places.card()).ifPresent(parts::add);
            } else if (was instanceof Area.Seats had
                    && is.orElse(null) instanceof Area.Seats has) {
                seats(before, had, has.card()).ifPresent(parts::add);
            }
        }
        return parts;
    }

    private Optional<ChangePlan.Unsold> places(Area.Card was, Area.Card is) {
        Set<String> tiers = new HashSet<>();
        for (Area.Tier tier : was.tiers()) {
            Optional<Area.Tier> now = is.tier(tier.id());
            boolean stays = now.filter(each -> each.capacity().isEmpty()).isPresent();
            if (tier.capacity().isEmpty() && !stays) {
                tiers.add(tier.id());
            }
        }
        return tiers.isEmpty() ? Optional.empty() : Optional.of(new ChangePlan.Unsold(
                Kind.CAPACITY, EventInventories.area(event, was.id()),
                (hold, item) -> sold(hold, item, was.id(), tiers)));
    }

    private boolean sold(Hold hold, int item, String area, Set<String> tiers) {
        Hold.Basket basket = hold.basket();
        SoldVersion stamp = SoldVersion.all(
                basket.notes().hold().orElse(""), basket.items().size()).get(item);
        return basket.items().get(item) instanceof HeldItem.Capacity places
                && (places.pool().equals(EventInventories.area(event, area))
                        || places.pool().startsWith(EventInventories.area(event, area) + ":"))
                && stamp.tier().filter(tiers::contains).isPresent();
    }

    private Optional<ChangePlan.Unsold> seats(Event before, Area.Seats was, Area.Card is) {
        Set<String> tiers = new HashSet<>();
        was.card().tiers().stream().map(Area.Tier::id)
                .filter(tier -> is.tier(tier).isEmpty()).forEach(tiers::add);
        if (tiers.isEmpty()) {
            return Optional.empty();
        }
        Set<String> names = new HashSet<>();
        for (Seating.Row row : stock.seating(workspace, before, was).rows()) {
            if (row.tier().filter(tiers::contains).isPresent()) {
                row.seats().forEach(seat -> names.add(Seating.full(row, seat)));
            }
        }
        String map = EventInventories.area(event, was.id());
        return Optional.of(new ChangePlan.Unsold(Kind.SEATS, map,
                (hold, item) -> hold.basket().items().get(item) instanceof HeldItem.Seats seats
                        && seats.seatMap().equals(map)
                        && !Collections.disjoint(seats.names(), names)));
    }
}
