package holdfast.server.booking;

import holdfast.Claim;
import holdfast.Hold;
import holdfast.Invalid;
import holdfast.Inventory;
import holdfast.Limit;
import holdfast.ListingVersion;
import holdfast.Refusal;
import holdfast.Shortage;
import holdfast.server.catalog.Area;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.SharedLimit;
import holdfast.server.catalog.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// Maps the items of a basket to claims. The mapper decides whether an item exists, is on sale yet
/// and what it costs, before the engine is asked; the engine decides whether it is free.
public final class ClaimMapper {
    private static final int TRIES = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Catalog catalog;
    private final VisitPlanner visits;
    private final PriceList prices;

    public ClaimMapper(Catalog catalog, VisitPlanner visits) {
        this.catalog = catalog;
        this.visits = visits;
        this.prices = new PriceList(new EventInventories(catalog));
    }

    public sealed interface Result {
        /// The claims, item by item, and the limits of all of them together.
        record Ready(List<MappedClaim> items) implements Result {
            public Ready {
                items = List.copyOf(items);
            }

            public List<Claim> claims() {
                return items.stream().map(MappedClaim::claim).toList();
            }

            /// One limit for each scope: the quantities of its items are added up.
            public List<Limit> limits() {
                Map<String, Limit> all = new TreeMap<>();
                items.stream().flatMap(item -> item.limits().stream())
                        .forEach(limit -> all.merge(limit.scope(), limit, (one, other) -> new Limit(
                                one.scope(), Math.min(one.most(), other.most()),
                                Math.min(one.takes() + other.takes(), Inventory.Pool.MOST))));
                return List.copyOf(all.values());
            }

            public String note() {
                return String.join(" ", items.stream().map(item -> item.stamp().text()).toList());
            }

            /// The highest amount to be paid, less discounts and what gift cards pay; empty where
            /// nothing has a price. The prices can be added up.
            public Optional<Price> due() {
                List<Price> all = items.stream().flatMap(item -> item.price().stream()).toList();
                long less = items.stream().filter(item -> ReductionPools.has(item.claim()))
                        .flatMap(item -> item.stamp().price().stream())
                        .mapToLong(Money::amount).sum();
                return all.stream().map(Price::most).reduce(Money::plus)
                        .map(sum -> new Price(new Money(
                                Math.max(0, sum.amount() - less), sum.currency()),
                                all.stream().allMatch(Price::exact)));
            }

            Ready and(List<MappedClaim> more) {
                List<MappedClaim> all = new ArrayList<>(items);
                all.addAll(more);
                return new Ready(all);
            }

            /// The catalogue versions by which this was mapped and priced. The engine compares them
            /// with the versions that it sells by.
            public List<ListingVersion> listings() {
                return items.stream().flatMap(item -> item.listing().stream())
                        .distinct().toList();
            }
        }

        record Refused(Refusal refusal) implements Result {}
    }

    /// The same for blocks: without prices, and whether or not it is on sale now.
    public Result anytime(String workspace, List<Item> items) {
        return ask(workspace, RequestedItem.fresh(items), Optional.empty(), StartRules.STAFF);
    }

    public Result ask(String workspace, List<Item> items, Instant now) {
        return ask(workspace, items, () -> now);
    }

    /// Reads the time only where an item has a beginning or an end of sale. It is the database's
    /// time, and most refusals in a rush need no round trip for it.
    public Result ask(String workspace, List<Item> items, Supplier<Instant> clock) {
        return ask(workspace, items, clock, StartRules.SERVICE);
    }

    /// The same by the rules of staff or of the service.
    public Result ask(String workspace, List<Item> items, Supplier<Instant> clock,
            StartRules rules) {
        return instead(workspace, RequestedItem.fresh(items), clock, rules);
    }

    /// For an exchange, whose hold has some of the items already.
    public Result instead(String workspace, List<RequestedItem> items, Supplier<Instant> clock) {
        return instead(workspace, items, clock, StartRules.SERVICE);
    }

    /// The same by the rules of staff or of the service.
    public Result instead(String workspace, List<RequestedItem> items, Supplier<Instant> clock,
            StartRules rules) {
        Result result = ask(workspace, items, Optional.of(new Once(clock)), rules);
        if (result instanceof Result.Ready ready) {
            PriceList.together(ready.items());
        }
        return result;
    }

    /// The item itself. For best seats whose price depends on the seats found, it names the seats
    /// that are best now, so that their price is known before they are held.
    public Item exactly(
            String workspace, Item item, Function<Item.Seats, Optional<Claim.Named>> best) {
        if (!(item instanceof Item.Seats seats) || !(seats.choice() instanceof Claim.Best)) {
            return item;
        }
        boolean open = catalog.find(workspace, seats.event(), Event.class)
                .flatMap(event -> prices.seats(workspace, event, seats))
                .filter(price -> !price.exact()).isPresent();
        return open ? best.apply(seats).map(named -> (Item) new Item.Seats(
                seats.event(), seats.area(), named)).orElse(item) : item;
    }

    /// Tries again with the newest catalogue while the engine answers that the versions used are
    /// outdated. After the last try the caller gets that refusal.
    public <T> T newest(String workspace, Supplier<T> attempt) {
        long began = System.nanoTime();
        T outcome = attempt.get();
        for (int tries = 1; outcome instanceof Refusal.Outdated && tries < TRIES
                && System.nanoTime() - began < PATIENCE.toNanos(); tries++) {
            catalog.catchUp(workspace);
            outcome = attempt.get();
        }
        return outcome;
    }

    /// One moment for the whole basket.
    private static final class Once implements Supplier<Instant> {
        private final Supplier<Instant> clock;
        private Optional<Instant> readAt = Optional.empty();

        Once(Supplier<Instant> clock) {
            this.clock = clock;
        }

        @Override
        public Instant get() {
            Instant now = readAt.orElseGet(clock);
            readAt = Optional.of(now);
            return now;
        }
    }

    /// Names everything that is unknown or not on sale at once. Without a clock everything is on
    /// sale.
    private Result ask(String workspace, List<RequestedItem> items, Optional<Once> clock,
            StartRules rules) {
        List<MappedClaim> mapped = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        List<String> closed = new ArrayList<>();
        List<Shortage> never = new ArrayList<>();
        for (int at = 0; at < items.size(); at++) {
            Optional<PricedHolds.Line> kept = items.get(at).kept();
            try {
                if (kept.isPresent()) {
                    mapped.add(kept(workspace, kept.get()));
                } else {
                    fresh(workspace, items.get(at).item(), new Terms(clock, rules), unknown,
                            closed).ifPresent(mapped::add);
                }
            } catch (Invalid wrong) {
                throw new Invalid("items[" + at + "]." + wrong.field(), wrong.complaint());
            } catch (NoSuchArea none) {
                unknown.add(none.id);
            } catch (ImpossibleStart declined) {
                never.add(declined.of(at));
            }
        }
        if (!unknown.isEmpty()) {
            return new Result.Refused(new Refusal.Unknown(unknown));
        }
        if (!closed.isEmpty()) {
            return new Result.Refused(new Refusal.NotOnSale(closed));
        }
        return never.isEmpty() ? new Result.Ready(mapped)
                : new Result.Refused(new Refusal.Unavailable(never));
    }

    /// By which clock an item is on sale and by which rules it begins.
    private record Terms(Optional<Once> clock, StartRules rules) {}

    private Optional<MappedClaim> fresh(
            String workspace, Item item, Terms terms, List<String> unknown,
            List<String> closed) {
        Optional<Once> clock = terms.clock();
        return switch (item) {
            case Item.Places places -> event(workspace, places.event(), clock, unknown, closed)
                    .map(event -> places(workspace, event, places).priced(clock.flatMap(
                            priced -> PriceList.places(event, places))));
            case Item.Seats seats -> event(workspace, seats.event(), clock, unknown, closed)
                    .map(event -> seats(workspace, event, seats).priced(clock.flatMap(
                            priced -> prices.seats(workspace, event, seats))));
            case Item.Visit visit -> service(workspace, visit, unknown, closed)
                    .map(service -> (clock.isEmpty()
                            ? visits.anytime(workspace, service, visit)
                            : visits.ask(workspace, service, visit, clock.get().get(),
                                    terms.rules()))
                            .priced(service.entry().price().map(
                                    price -> new Price(price, true))));
        };
    }

    /// A kept item is claimed as the hold has it. It counts against today's limits.
    private MappedClaim kept(String workspace, PricedHolds.Line line) {
        SoldVersion stamp =
                new SoldVersion(line.stamp().version(), line.stamp().tier(), line.price());
        List<Limit> limits = switch (line.item()) {
            case Item.Places places -> limits(workspace, places.event(), places.quantity());
            case Item.Seats seats ->
                    limits(workspace, seats.event(), seats.choice().count());
            case Item.Visit visit -> catalog.find(workspace, visit.service(), Service.class)
                    .map(service -> visits.limits(workspace, service, visit)).orElse(List.of());
        };
        return new MappedClaim(RequestedItem.claim(line.taken()), stamp, limits,
                line.price().map(price -> new Price(price, true)), Optional.empty());
    }

    /// The limits of the codes that a hold has.
    public List<Limit> codeLimits(String workspace, Hold hold) {
        return PricedHolds.reductions(hold).stream()
                .flatMap(stamp -> catalog.stamped(workspace, stamp.version()).stream()
                        .flatMap(code -> Reductions.limits(stamp.id(), code.entry()).stream()))
                .toList();
    }

    private List<Limit> limits(String workspace, String event, long takes) {
        return catalog.find(workspace, event, Event.class)
                .map(found -> limits(workspace, found, takes)).orElse(List.of());
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

    private Optional<Versioned<Event>> event(
            String workspace, String id, Optional<Once> now, List<String> unknown,
            List<String> closed) {
        Optional<Versioned<Event>> found = catalog.findOnSale(workspace, id, Event.class);
        if (found.isEmpty()) {
            unknown.add(id);
            return found;
        }
        Event.When when = found.get().entry().when();
        boolean open = now.map(clock -> found.get().listed()
                && when.saleFrom().map(from -> !clock.get().isBefore(from)).orElse(true)
                && when.saleUntil().map(until -> clock.get().isBefore(until)).orElse(true))
                .orElse(true);
        if (!open) {
            closed.add(id);
        }
        return found.filter(event -> open);
    }

    private Optional<Versioned<Service>> service(
            String workspace, Item.Visit visit, List<String> unknown, List<String> closed) {
        Optional<Versioned<Service>> found =
                catalog.findOnSale(workspace, visit.service(), Service.class);
        if (found.isEmpty()) {
            unknown.add(visit.service());
        } else if (!found.get().listed()) {
            closed.add(visit.service());
        }
        return found.filter(Versioned::listed);
    }

    private MappedClaim places(String workspace, Versioned<Event> event, Item.Places item) {
        Area area = area(event, item.area());
        if (!(area instanceof Area.Places)) {
            throw new Invalid("kind", "must be seats, because that area has seats");
        }
        String pool = EventInventories.area(event.id(), area.id());
        String wanted = item.tier().orElse("");
        if (!wanted.isEmpty()) {
            Area.Tier tier = area.card().tier(wanted).orElseThrow(
                    () -> new NoSuchArea(EventInventories.tier(event.id(), area.id(), wanted)));
            if (tier.capacity().isPresent()) {
                pool = EventInventories.tier(event.id(), area.id(), tier.id());
            }
        } else if (!area.card().tiers().isEmpty() && area.card().price().isEmpty()) {
            throw new Invalid("tier", "is missing; this area has "
                    + String.join(", ", area.card().tiers().stream().map(Area.Tier::id).toList()));
        }
        return new MappedClaim(new Claim.Capacity(pool, item.quantity()),
                new SoldVersion(event.stamp(), item.tier().filter(tier -> !tier.isEmpty()),
                        Optional.empty()),
                limits(workspace, event, item.quantity()), Optional.empty(), listing(event));
    }

    private MappedClaim seats(String workspace, Versioned<Event> event, Item.Seats item) {
        Area area = area(event, item.area());
        if (!(area instanceof Area.Seats)) {
            throw new Invalid("kind", "must be capacity, because that area has no seats");
        }
        return new MappedClaim(
                new Claim.Seats(EventInventories.area(event.id(), area.id()), item.choice()),
                new SoldVersion(event.stamp(), Optional.empty(), Optional.empty()),
                limits(workspace, event, item.choice().count()), Optional.empty(),
                listing(event));
    }

    static Optional<ListingVersion> listing(Versioned<?> entry) {
        return Optional.of(new ListingVersion(entry.id(), entry.version()));
    }

    private static Area area(Versioned<Event> event, String id) {
        return event.entry().area(id)
                .orElseThrow(() -> new NoSuchArea(event.id() + ":" + id));
    }

    private List<Limit> limits(String workspace, Versioned<Event> event, long takes) {
        List<Limit> all = new ArrayList<>();
        event.entry().limits().perCustomer()
                .ifPresent(most -> all.add(new Limit(event.id(), most, takes)));
        for (String shared : event.entry().limits().shared()) {
            catalog.find(workspace, shared, SharedLimit.class).ifPresent(
                    limit -> all.add(new Limit(shared, limit.entry().perCustomer(), takes)));
        }
        return all;
    }
}
