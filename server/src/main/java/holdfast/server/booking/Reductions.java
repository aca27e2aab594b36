package holdfast.server.booking;

import holdfast.Claim;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.Free;
import holdfast.Hold;
import holdfast.Holdfast;
import holdfast.Invalid;
import holdfast.Limit;
import holdfast.ListingVersion;
import holdfast.Refusal;
import holdfast.RequestOptions;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.DiscountCode;
import holdfast.server.catalog.GiftCard;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Discount codes and gift cards of holds. A hold that uses a code has a claim of one on the code's
/// pool, and a hold that a card pays has a claim of that amount on the card's: taken in one step
/// with the items, given back with them, and never more than there is.
///
/// A hold keeps the terms of the version that it used. Where its items change, the discount is
/// computed anew, and a card pays no more than it did.
public final class Reductions {
    private static final int TRIES = 10;

    private final Holdfast engine;
    private final Catalog catalog;
    private final ClaimMapper mapper;
    private final PricedHolds priced;

    public Reductions(
            Holdfast engine, Catalog catalog, ClaimMapper mapper, PricedHolds priced) {
        this.engine = engine;
        this.catalog = catalog;
        this.mapper = mapper;
        this.priced = priced;
    }

    /// Why a code is refused.
    public enum Why {
        /// There is no such code, or it was stopped.
        UNKNOWN,
        NOT_YET,
        EXPIRED,
        USED_UP,
        NOT_FOR_THESE_ITEMS,
        USED_BY_THIS_CUSTOMER,
        /// It may be used once per customer, and the hold has none.
        CUSTOMER_MISSING;

        /// As in `notYet`.
        public String word() {
            String[] parts = name().toLowerCase(Locale.ROOT).split("_", -1);
            StringBuilder word = new StringBuilder(parts[0]);
            for (int at = 1; at < parts.length; at++) {
                word.append(parts[at].substring(0, 1).toUpperCase(Locale.ROOT))
                        .append(parts[at].substring(1));
            }
            return word.toString();
        }
    }

    public sealed interface Result {
        record Changed(Hold hold) implements Result {}

        record Refused(Why why) implements Result {}

        /// It has nothing to do with the code.
        record Other(Refusal refusal) implements Result {}
    }

    /// A hold, and the version that its customer has seen.
    public record Target(String workspace, String hold, Optional<Integer> version) {}

    /// A code or card that a hold shall have.
    ///
    /// @param own what the hold has of it already
    private record Wanted(Versioned<CatalogEntry> entry, long own, boolean fresh) {}

    static List<Limit> limits(String id, CatalogEntry entry) {
        return entry instanceof DiscountCode code && code.personal()
                ? List.of(new Limit(id, 1, 1)) : List.of();
    }

    /// The claims of an exchange with those of the hold's code and cards. What fits none of the
    /// items is given back.
    public ClaimMapper.Result.Ready carried(
            String workspace, Hold hold, ClaimMapper.Result.Ready ready) {
        List<Wanted> has = has(workspace, hold);
        return has.isEmpty() ? ready : ready.and(claims(workspace, ready, has));
    }

    /// The items with the best seats chosen, where the hold has a code or card: what these take off
    /// or pay depends on the price.
    public List<RequestedItem> exactly(
            String workspace, Hold hold, List<RequestedItem> items) {
        return PricedHolds.reductions(hold).isEmpty() ? items
                : items.stream().map(item -> item.kept().isPresent() ? item : new RequestedItem(
                        mapper.exactly(workspace, item.item(), seats -> engine.nextBest(workspace,
                                EventInventories.area(seats.event(), seats.area()),
                                seats.choice(), 1).stream().findFirst()),
                        Optional.empty())).toList();
    }

    public Optional<Hold> find(String workspace, String hold) {
        return engine.find(workspace, hold);
    }

    private List<Wanted> has(String workspace, Hold hold) {
        List<Wanted> has = new ArrayList<>();
        for (SoldVersion stamp : PricedHolds.reductions(hold)) {
            catalog.stamped(workspace, stamp.version()).ifPresent(entry -> has.add(new Wanted(
                    entry, stamp.price().map(Money::amount).orElse(0L), false)));
        }
        return has;
    }

    private List<MappedClaim> claims(
            String workspace, ClaimMapper.Result.Ready ready, List<Wanted> wanted) {
        if (ready.items().stream().flatMap(item -> item.price().stream())
                .anyMatch(price -> !price.exact())) {
            throw new Invalid("items", "must name their seats while a code is used");
        }
        List<PriceSummary.Line> lines = priced.wanted(workspace, ready.items());
        Optional<Money> total = new PriceSummary(lines, List.of()).total();
        List<MappedClaim> claims = new ArrayList<>();
        if (total.isEmpty()) {
            return claims;
        }
        long left = total.get().amount();
        String currency = total.get().currency();
        for (Wanted each : wanted) {
            if (each.entry().entry() instanceof DiscountCode code) {
                long off = Discount.sum(Discount.split(code, lines), currency).amount();
                left -= off;
                claim(each, 1, off, currency).ifPresent(claims::add);
            }
        }
        for (Wanted each : wanted) {
            if (each.entry().entry() instanceof GiftCard card
                    && card.value().currency().equals(currency)) {
                long pays = Math.min(left, each.own()
                        + (each.fresh() ? free(workspace, each.entry().id()) : 0));
                left -= pays;
                claim(each, pays, pays, currency).ifPresent(claims::add);
            }
        }
        return claims;
    }

    private static Optional<MappedClaim> claim(
            Wanted of, long quantity, long amount, String currency) {
        if (amount == 0) {
            return Optional.empty();
        }
        Versioned<CatalogEntry> entry = of.entry();
        return Optional.of(new MappedClaim(new Claim.Capacity(entry.id(), quantity),
                new SoldVersion(entry.stamp(), Optional.empty(),
                        Optional.of(new Money(amount, currency))),
                limits(entry.id(), entry.entry()), Optional.empty(),
                of.fresh() ? Optional.of(new ListingVersion(entry.id(), entry.version()))
                        : Optional.empty()));
    }

    private long free(String workspace, String pool) {
        return engine.freePlaces(workspace, pool).map(Free.Places::places).orElse(0L);
    }

    /// Uses a code or a card for a hold. Of two discount codes the later one counts; a card that is
    /// used again pays as much as it can.
    public Result add(Target target, String typed) {
        Result result = new Result.Refused(Why.UNKNOWN);
        for (int tries = 0; tries < TRIES; tries++) {
            Optional<Versioned<CatalogEntry>> found = known(target.workspace(), typed);
            if (found.isEmpty()) {
                return new Result.Refused(Why.UNKNOWN);
            }
            Optional<Result> attempt = added(target, found.get());
            if (attempt.isPresent()) {
                return attempt.get();
            }
            catalog.catchUp(target.workspace());
            result = new Result.Refused(Why.USED_UP);
        }
        return result;
    }

    /// Gives a code or card back.
    public Result remove(Target target, String id) {
        for (int tries = 0; tries < TRIES; tries++) {
            switch (held(target)) {
                case Held.Now now -> {
                    List<Wanted> has = has(target.workspace(), now.hold());
                    List<Wanted> left = has.stream()
                            .filter(each -> !each.entry().id().equals(id)).toList();
                    if (left.size() == has.size()) {
                        return new Result.Changed(now.hold());
                    }
                    Optional<Result> done = exchanged(target, now.hold(), left, "");
                    if (done.isPresent()) {
                        return done.get();
                    }
                }
                case Held.Not not -> {
                    return new Result.Other(not.refusal());
                }
            }
        }
        return new Result.Other(new Refusal.Outdated(List.of(id)));
    }

    private Optional<Versioned<CatalogEntry>> known(String workspace, String typed) {
        return catalog.findOnSale(workspace, DiscountCode.id(workspace, typed), CatalogEntry.class)
                .or(() -> catalog.findOnSale(
                        workspace, GiftCard.id(workspace, typed), CatalogEntry.class))
                .filter(Versioned::listed);
    }

    private sealed interface Held {
        record Now(Hold.Held hold) implements Held {}

        record Not(Refusal refusal) implements Held {}
    }

    private Held held(Target target) {
        Optional<Hold> found = engine.find(target.workspace(), target.hold());
        if (found.isEmpty()) {
            return new Held.Not(new Refusal.Unknown(List.of(target.hold())));
        }
        return switch (found.get()) {
            case Hold.Held held -> target.version().filter(seen -> seen != held.version())
                    .<Held>map(seen -> new Held.Not(
                            new Refusal.Stale(held.id(), held.version())))
                    .orElseGet(() -> new Held.Now(held));
            case Hold.Booked booked -> new Held.Not(new Refusal.Booked(booked.id()));
            case Hold.Cancelled gone ->
                    new Held.Not(new Refusal.Cancelled(gone.id(), gone.at()));
            case Hold.Expired late -> new Held.Not(new Refusal.Expired(late.id(), late.at()));
            case Hold.Blocked block -> new Held.Not(new Refusal.Unknown(List.of(block.id())));
        };
    }

    /// Empty if it shall be tried again.
    private Optional<Result> added(Target target, Versioned<CatalogEntry> entry) {
        return switch (held(target)) {
            case Held.Not not -> Optional.of(new Result.Other(not.refusal()));
            case Held.Now now -> added(target, now.hold(), entry);
        };
    }

    private Optional<Result> added(
            Target target, Hold.Held hold, Versioned<CatalogEntry> entry) {
        Optional<Why> never = never(entry.entry(), hold);
        if (never.isPresent()) {
            return Optional.of(new Result.Refused(never.get()));
        }
        boolean card = entry.entry() instanceof GiftCard;
        List<Wanted> wanted = new ArrayList<>();
        long own = 0;
        for (Wanted each : has(target.workspace(), hold)) {
            boolean same = each.entry().id().equals(entry.id());
            if (same && !card) {
                return Optional.of(new Result.Changed(hold));
            }
            own = same ? each.own() : own;
            if (!same && (card || each.entry().entry() instanceof GiftCard)) {
                wanted.add(each);
            }
        }
        if (card && own == 0 && free(target.workspace(), entry.id()) == 0) {
            return Optional.of(new Result.Refused(Why.USED_UP));
        }
        wanted.add(new Wanted(entry, own, true));
        return exchanged(target, hold, wanted, entry.id());
    }

    private Optional<Why> never(CatalogEntry entry, Hold.Held hold) {
        Instant now = engine.now();
        Optional<Instant> from = Optional.empty();
        Optional<Instant> until = Optional.empty();
        boolean personal = false;
        if (entry instanceof DiscountCode code) {
            from = code.when().from();
            until = code.when().until();
            personal = code.personal();
        } else if (entry instanceof GiftCard card) {
            until = card.until();
        }
        if (from.filter(now::isBefore).isPresent()) {
            return Optional.of(Why.NOT_YET);
        }
        if (until.filter(end -> !now.isBefore(end)).isPresent()) {
            return Optional.of(Why.EXPIRED);
        }
        return personal && hold.basket().customer().isEmpty()
                ? Optional.of(Why.CUSTOMER_MISSING) : Optional.empty();
    }

    /// Exchanges the hold for the same items and these codes and cards; empty if it shall be tried
    /// again.
    ///
    /// @param fresh the id of what is new
    private Optional<Result> exchanged(
            Target target, Hold.Held hold, List<Wanted> wanted, String fresh) {
        List<RequestedItem> items = priced.lines(target.workspace(), hold).stream()
                .map(line -> new RequestedItem(line.item(), Optional.of(line))).toList();
        ClaimMapper.Result mapped = mapper.instead(target.workspace(), items, engine::now);
        if (mapped instanceof ClaimMapper.Result.Refused refused) {
            return Optional.of(new Result.Other(refused.refusal()));
        }
        ClaimMapper.Result.Ready ready = (ClaimMapper.Result.Ready) mapped;
        List<MappedClaim> more = claims(target.workspace(), ready, wanted);
        if (!fresh.isEmpty()
                && more.stream().noneMatch(each -> each.stamp().id().equals(fresh))) {
            return Optional.of(new Result.Refused(Why.NOT_FOR_THESE_ITEMS));
        }
        ClaimMapper.Result.Ready all = ready.and(more);
        return switch (engine.exchange(new ExchangeRequest(target.workspace(), hold.id(),
                hold.version(), all.claims(), Optional.of(all.limits()), new RequestOptions(
                        Optional.empty(), Optional.empty(), Optional.of(all.note()),
                        all.listings())))) {
            case ExchangeOutcome.Exchanged done -> Optional.of(new Result.Changed(done.hold()));
            case Refusal.Outdated _ -> Optional.empty();
            case Refusal.Stale stale -> target.version().isPresent()
                    ? Optional.of(new Result.Other(stale)) : Optional.empty();
            case Refusal.LimitReached limit when limit.scope().equals(fresh) ->
                    Optional.of(new Result.Refused(Why.USED_BY_THIS_CUSTOMER));
            case Refusal.NotOnSale closed when closed.inventories().contains(fresh) ->
                    Optional.of(new Result.Refused(Why.UNKNOWN));
            // Of a card there may be less than was read before.
            case Refusal.Unavailable none when none.shortages().stream().anyMatch(
                    each -> each.inventory().equals(fresh)) -> ReductionPools.isCard(fresh)
                            ? Optional.empty() : Optional.of(new Result.Refused(Why.USED_UP));
            case Refusal other -> Optional.of(new Result.Other(other));
        };
    }
}
