package holdfast.server.checkout;

import holdfast.Claim;
import holdfast.Invalid;
import holdfast.Limit;
import holdfast.Refusal;
import holdfast.Shortage;
import holdfast.server.catalog.Allowance;
import holdfast.server.catalog.Area;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Says what a basket's items are in the engine's words. Whether they are free is the engine's to
/// say; whether there is such a thing, and whether it is on sale yet, is said here.
public final class Asking {
    private final Catalog catalog;
    private final Visits visits;

    public Asking(Catalog catalog, Visits visits) {
        this.catalog = catalog;
        this.visits = visits;
    }

    public sealed interface Result {
        /// What to ask the engine for, item by item, and the limits of all of them together.
        record Ready(List<Asked> items) implements Result {
            public Ready {
                items = List.copyOf(items);
            }

            public List<Claim> claims() {
                return items.stream().map(Asked::claim).toList();
            }

            /// One limit for each scope: what its items take is added up.
            public List<Limit> limits() {
                Map<String, Limit> all = new TreeMap<>();
                items.stream().flatMap(item -> item.limits().stream()).forEach(limit ->
                        all.merge(limit.scope(), limit, (one, other) -> new Limit(
                                one.scope(), Math.min(one.most(), other.most()),
                                one.takes() + other.takes())));
                return List.copyOf(all.values());
            }

            public String note() {
                return String.join(" ", items.stream().map(Asked::stamp).toList());
            }
        }

        record Refused(Refusal refusal) implements Result {}
    }

    /// The same whether or not it is on sale now: for the house itself, and for somebody who asks
    /// again what was answered when it was.
    public Result anytime(String workspace, List<Item> items) {
        return ask(workspace, items, Set.of(), Optional.empty());
    }

    public Result ask(String workspace, List<Item> items, Instant now) {
        return ask(workspace, items, () -> now);
    }

    /// Asks for the time only where something has a beginning or an end: it is the database's, and
    /// most of what is refused in a crowd is refused without asking there.
    public Result ask(String workspace, List<Item> items, Supplier<Instant> clock) {
        return ask(workspace, items, Set.of(), Optional.of(new Once(clock)));
    }

    /// For somebody who has some of it already.
    ///
    /// @param had the places of those that the customer has and keeps: whether they are still on
    ///            sale is no question any more
    public Result ask(String workspace, List<Item> items, Set<Integer> had, Instant now) {
        return ask(workspace, items, had, Optional.of(new Once(() -> now)));
    }

    /// One moment for the whole basket.
    private static final class Once implements Supplier<Instant> {
        private final Supplier<Instant> clock;
        private Optional<Instant> told = Optional.empty();

        Once(Supplier<Instant> clock) {
            this.clock = clock;
        }

        @Override
        public Instant get() {
            Instant now = told.orElseGet(clock);
            told = Optional.of(now);
            return now;
        }
    }

    /// Everything that is unknown or not on sale is named at once. Without a clock everything is on
    /// sale.
    private Result ask(
            String workspace, List<Item> items, Set<Integer> had, Optional<Once> clock) {
        List<Asked> asked = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        List<String> closed = new ArrayList<>();
        List<Shortage> never = new ArrayList<>();
        for (int at = 0; at < items.size(); at++) {
            Optional<Once> now = had.contains(at) ? Optional.empty() : clock;
            try {
                switch (items.get(at)) {
                    case Item.Places places ->
                            event(workspace, places.event(), now, unknown, closed).ifPresent(
                                    event -> asked.add(places(workspace, event, places)));
                    case Item.Seats seats -> event(workspace, seats.event(), now, unknown, closed)
                            .ifPresent(event -> asked.add(seats(workspace, event, seats)));
                    case Item.Visit visit -> service(
                            workspace, visit, had.contains(at), unknown, closed)
                            .ifPresent(service -> asked.add(now.isEmpty()
                                    ? visits.anytime(workspace, service, visit)
                                    : visits.ask(workspace, service, visit, now.get().get())));
                }
            } catch (Invalid wrong) {
                throw new Invalid("items[" + at + "]." + wrong.field(), wrong.complaint());
            } catch (NoSuchArea none) {
                unknown.add(none.id);
            } catch (Declined declined) {
                never.add(declined.of(at));
            }
        }
        if (!unknown.isEmpty()) {
            return new Result.Refused(new Refusal.Unknown(unknown));
        }
        if (!closed.isEmpty()) {
            return new Result.Refused(new Refusal.NotOnSale(closed));
        }
        return never.isEmpty() ? new Result.Ready(asked)
                : new Result.Refused(new Refusal.Unavailable(never));
    }

    /// Thrown and caught here only.
    private static final class NoSuchArea extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String id;

        NoSuchArea(String id) {
            super(id, null, false, false);
            this.id = id;
        }
    }

    private Optional<Stored<Event>> event(
            String workspace, String id, Optional<Once> now, List<String> unknown,
            List<String> closed) {
        Optional<Stored<Event>> found = catalog.find(workspace, id, Event.class);
        if (found.isEmpty()) {
            unknown.add(id);
            return found;
        }
        Event.When when = found.get().thing().when();
        boolean open = now.map(clock -> found.get().listed()
                && when.saleFrom().map(from -> !clock.get().isBefore(from)).orElse(true)
                && when.saleUntil().map(until -> clock.get().isBefore(until)).orElse(true))
                .orElse(true);
        if (!open) {
            closed.add(id);
        }
        return found.filter(event -> open);
    }

    private Optional<Stored<Service>> service(
            String workspace, Item.Visit visit, boolean had, List<String> unknown,
            List<String> closed) {
        Optional<Stored<Service>> found =
                catalog.find(workspace, visit.service(), Service.class);
        if (found.isEmpty()) {
            unknown.add(visit.service());
        } else if (!had && !found.get().listed()) {
            closed.add(visit.service());
        }
        return found.filter(service -> had || service.listed());
    }

    private Asked places(String workspace, Stored<Event> event, Item.Places item) {
        Area area = area(event, item.area());
        if (!(area instanceof Area.Places)) {
            throw new Invalid("kind", "must be seats, because that area has seats");
        }
        String pool = Stock.area(event.id(), area.id());
        String stamp = event.stamp();
        String wanted = item.tier().orElse("");
        if (!wanted.isEmpty()) {
            Area.Tier tier = area.card().tier(wanted).orElseThrow(() ->
                    new NoSuchArea(Stock.tier(event.id(), area.id(), wanted)));
            stamp += "/" + tier.id();
            if (tier.capacity().isPresent()) {
                pool = Stock.tier(event.id(), area.id(), tier.id());
            }
        } else if (!area.card().tiers().isEmpty() && area.card().price().isEmpty()) {
            throw new Invalid("tier", "is missing; this area has "
                    + String.join(", ", area.card().tiers().stream().map(Area.Tier::id).toList()));
        }
        return new Asked(new Claim.Capacity(pool, item.quantity()), stamp,
                limits(workspace, event, item.quantity()));
    }

    private Asked seats(String workspace, Stored<Event> event, Item.Seats item) {
        Area area = area(event, item.area());
        if (!(area instanceof Area.Seats)) {
            throw new Invalid("kind", "must be capacity, because that area has no seats");
        }
        return new Asked(
                new Claim.Seats(Stock.area(event.id(), area.id()), item.choice()),
                event.stamp(), limits(workspace, event, item.choice().count()));
    }

    private static Area area(Stored<Event> event, String id) {
        return event.thing().area(id)
                .orElseThrow(() -> new NoSuchArea(event.id() + ":" + id));
    }

    private List<Limit> limits(String workspace, Stored<Event> event, long takes) {
        List<Limit> all = new ArrayList<>();
        event.thing().limits().perCustomer()
                .ifPresent(most -> all.add(new Limit(event.id(), most, takes)));
        for (String shared : event.thing().limits().shared()) {
            catalog.find(workspace, shared, Allowance.class).ifPresent(allowance ->
                    all.add(new Limit(shared, allowance.thing().perCustomer(), takes)));
        }
        return all;
    }
}
