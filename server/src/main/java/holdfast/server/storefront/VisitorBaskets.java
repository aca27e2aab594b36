package holdfast.server.storefront;

import holdfast.CancelRequest;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.ExtendOutcome;
import holdfast.ExtendRequest;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.HoldfastCommands;
import holdfast.Refusal;
import holdfast.RequestOptions;
import holdfast.server.booking.ClaimMapper;
import holdfast.server.booking.HoldBounds;
import holdfast.server.booking.Item;
import holdfast.server.booking.Price;
import holdfast.server.booking.PricedHolds;
import holdfast.server.booking.Reductions;
import holdfast.server.booking.RequestedItem;
import holdfast.server.catalog.Money;
import holdfast.server.payment.Payments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// The basket of a visitor, which is a hold. Adding an item exchanges the hold for all items in one
/// step, so that a refusal leaves the basket unchanged.
final class VisitorBaskets {
    private final HoldfastCommands engine;
    private final ClaimMapper mapper;
    private final PricedHolds priced;
    private final HoldBounds bounds;
    private final Reductions reductions;
    private final Payments payments;

    VisitorBaskets(HoldfastCommands engine, ClaimMapper mapper, PricedHolds priced,
            HoldBounds bounds, Reductions reductions, Payments payments) {
        this.reductions = reductions;
        this.payments = payments;
        this.engine = engine;
        this.mapper = mapper;
        this.priced = priced;
        this.bounds = bounds;
    }

    /// The outcome of a change.
    sealed interface Result {
        record Done(Hold hold) implements Result {}

        /// The same request was done before, as after a second click.
        record Before() implements Result {}

        /// Refused.
        ///
        /// @param items all requested items: those of the basket, then the new ones
        record Refused(Refusal refusal, List<WantedLine> items) implements Result {}

        /// A payment of the basket is under way: it is being closed, or the customer has paid.
        record Paying(String hold, boolean paid) implements Result {}

        /// Refused, because it costs more and is not paid.
        record Owed(Money owed) implements Result {}
    }

    /// Adds these items. The key makes a form one request, however often it is sent.
    Result add(Visitor visitor, List<Item> more, String key) {
        Optional<Hold.Held> held = visitor.held();
        List<WantedLine> items = new ArrayList<>();
        held.ifPresent(hold -> items.addAll(portions(visitor, hold)));
        items.addAll(WantedLine.fresh(more));
        List<WantedLine> all = WantedLine.together(items);
        return held.isPresent() ? replace(visitor, new Seen(held.get()), all, Optional.of(key))
                : hold(visitor, all, key);
    }

    List<WantedLine> portions(Visitor visitor, Hold hold) {
        return WantedLine.of(priced.lines(visitor.workspace(), hold));
    }

    /// A hold or booking, and the version that its customer has seen.
    record Seen(String id, int version) {
        Seen(Hold hold) {
            this(hold.id(), hold.version());
        }
    }

    private Result hold(Visitor visitor, List<WantedLine> items, String key) {
        return newest(visitor, () -> tryToHold(visitor, items, key));
    }

    private Result newest(Visitor visitor, Supplier<Result> attempt) {
        AtomicReference<Result> last = new AtomicReference<>();
        mapper.newest(visitor.workspace(), () -> {
            last.set(attempt.get());
            return last.get() instanceof Result.Refused refused ? refused.refusal() : last;
        });
        return last.get();
    }

    private Result tryToHold(Visitor visitor, List<WantedLine> items, String key) {
        return switch (mapper.ask(visitor.workspace(), WantedLine.items(items), visitor.now())) {
            case ClaimMapper.Result.Refused refused -> new Result.Refused(refused.refusal(), items);
            case ClaimMapper.Result.Ready ready -> switch (bounds.hold(visitor.address(),
                    new HoldRequest(
                            visitor.workspace(), ready.claims(), HoldRequest.USUAL,
                            Optional.of(visitor.who().id()), ready.limits(),
                            label(visitor, Optional.of(key), ready, ready.note())))) {
                case HoldOutcome.Granted granted -> new Result.Done(granted.hold());
                case Refusal.KeyReused before -> new Result.Before();
                case Refusal refused -> new Result.Refused(refused, items);
            };
        };
    }

    /// The fingerprint binds a key to this visitor.
    private static RequestOptions label(
            Visitor visitor, Optional<String> key, ClaimMapper.Result.Ready ready, String note) {
        return new RequestOptions(key, key.map(word -> visitor.who().id() + " " + word),
                Optional.of(note), ready.listings());
    }

    /// A check of the mapped claims before an exchange, such as of a higher price.
    @FunctionalInterface
    interface Terms {
        /// The hold's new note, or what is owed.
        Agreed agree(ClaimMapper.Result.Ready ready);
    }

    /// The result of the check.
    sealed interface Agreed {
        record Note(String note) implements Agreed {}

        record Owed(Money owed) implements Agreed {}
    }

    /// Exchanges everything that the basket has for these items: all of it, or nothing changes. A
    /// payment that is open is closed first, because it is for the items of before.
    Result replace(Visitor visitor, Seen seen, List<WantedLine> items, Optional<String> key) {
        return withdrawn(visitor, seen.id(), true).orElseGet(() -> exchange(
                visitor, seen, items, key, ready -> new Agreed.Note(ready.note())));
    }

    private Optional<Result> withdrawn(Visitor visitor, String hold, boolean keep) {
        return switch (payments.withdraw(visitor.workspace(), hold, keep)) {
            case Payments.Withdrawal.Free _ -> Optional.empty();
            case Payments.Withdrawal.Closing _ -> Optional.of(new Result.Paying(hold, false));
            case Payments.Withdrawal.Paid _ -> Optional.of(new Result.Paying(hold, true));
        };
    }

    /// Releases the basket, unless the customer has paid or may be paying just now.
    Optional<Result> release(Visitor visitor, Hold.Held hold) {
        Optional<Result> paying = withdrawn(visitor, hold.id(), false);
        if (paying.isEmpty()) {
            engine.cancel(new CancelRequest(visitor.workspace(), hold.id(), false));
        }
        return paying;
    }

    Result exchange(
            Visitor visitor, Seen seen, List<WantedLine> items, Optional<String> key, Terms terms) {
        return newest(visitor, () -> tryToExchange(visitor, seen, items, key, terms));
    }

    private Result tryToExchange(
            Visitor visitor, Seen seen, List<WantedLine> items, Optional<String> key, Terms terms) {
        ClaimMapper.Result result = mapped(visitor, seen.id(), items);
        if (result instanceof ClaimMapper.Result.Ready ready) {
            return switch (terms.agree(ready)) {
                case Agreed.Note agreed -> taken(visitor, seen, items, label(
                        visitor, key, ready, agreed.note()), ready);
                case Agreed.Owed more -> new Result.Owed(more.owed());
            };
        }
        return new Result.Refused(((ClaimMapper.Result.Refused) result).refusal(), items);
    }

    /// What the items cost in the place of all that a booking has; empty if it is free of charge,
    /// or if they cannot be had.
    Optional<Money> due(Visitor visitor, Hold booking, List<WantedLine> items) {
        return mapped(visitor, booking.id(), items) instanceof ClaimMapper.Result.Ready ready
                ? ready.due().map(Price::most) : Optional.empty();
    }

    /// The claims of an exchange. The hold's code and gift cards are kept.
    private ClaimMapper.Result mapped(Visitor visitor, String id, List<WantedLine> items) {
        String workspace = visitor.workspace();
        Optional<Hold> hold = reductions.find(workspace, id);
        List<RequestedItem> wanted = WantedLine.wanted(items);
        ClaimMapper.Result result = mapper.instead(workspace,
                hold.map(has -> reductions.exactly(workspace, has, wanted)).orElse(wanted),
                visitor::now);
        return result instanceof ClaimMapper.Result.Ready ready && hold.isPresent()
                ? reductions.carried(workspace, hold.get(), ready) : result;
    }

    private Result taken(
            Visitor visitor, Seen seen, List<WantedLine> items, RequestOptions options,
            ClaimMapper.Result.Ready ready) {
        return switch (bounds.exchange(visitor.address(), new ExchangeRequest(
                visitor.workspace(), seen.id(), seen.version(), ready.claims(),
                Optional.of(ready.limits()), options))) {
            case ExchangeOutcome.Exchanged done -> new Result.Done(done.hold());
            case Refusal.KeyReused before -> new Result.Before();
            case Refusal refused -> new Result.Refused(refused, items);
        };
    }

    /// Removes one item; the basket ends with the last one.
    Result remove(Visitor visitor, Hold.Held hold, int at) {
        List<WantedLine> items = new ArrayList<>(portions(visitor, hold));
        if (at < items.size()) {
            items.remove(at);
        }
        if (items.isEmpty()) {
            return release(visitor, hold).orElseGet(Result.Before::new);
        }
        return replace(visitor, new Seen(hold), items, Optional.empty());
    }

    /// Holds the items of an expired basket again.
    Result again(Visitor visitor, Hold expired, String key) {
        return hold(visitor, WantedLine.fresh(WantedLine.items(portions(visitor, expired))), key);
    }

    Result extend(Visitor visitor, Hold.Held hold) {
        ExtendRequest request = new ExtendRequest(
                visitor.workspace(), hold.id(), HoldRequest.USUAL);
        return switch (bounds.extend(visitor.address(), request)) {
            case ExtendOutcome.Extended done -> new Result.Done(done.hold());
            case Refusal.KeyReused _,Refusal.Booked _ -> new Result.Before();
            case Refusal refused -> new Result.Refused(refused, List.of());
        };
    }
}
