package holdfast.server.web.counter;

import holdfast.CancelRequest;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.ExtendOutcome;
import holdfast.ExtendRequest;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Label;
import holdfast.Refusal;
import holdfast.server.catalog.Money;
import holdfast.server.checkout.Asking;
import holdfast.server.checkout.HoldBounds;
import holdfast.server.checkout.Item;
import holdfast.server.checkout.Priced;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// A visitor's basket, which is a hold: what is in it is theirs until its deadline. Putting
/// something in exchanges the hold for all of it, in one step, so that a refusal leaves the basket
/// as it was.
final class Baskets {
    private final Holdfast engine;
    private final Asking asking;
    private final Priced priced;
    private final HoldBounds bounds;

    Baskets(Holdfast engine, Asking asking, Priced priced, HoldBounds bounds) {
        this.engine = engine;
        this.asking = asking;
        this.priced = priced;
        this.bounds = bounds;
    }

    /// What becomes of a wish.
    sealed interface Result {
        record Done(Hold hold) implements Result {}

        /// The same was sent before, by a second click say, and is done.
        record Before() implements Result {}

        /// Not done.
        ///
        /// @param items all that was asked for: what was in the basket, then what is new
        record Refused(Refusal refusal, List<Portion> items) implements Result {}

        /// Not done, because it is dearer and not paid.
        record Owed(Money owed) implements Result {}
    }

    /// Puts these in. The key makes a form one request, however often it is sent.
    Result add(Guest guest, List<Item> more, String key) {
        Optional<Hold.Held> held = guest.held();
        List<Portion> items = new ArrayList<>();
        held.ifPresent(hold -> items.addAll(portions(guest, hold)));
        items.addAll(Portion.fresh(more));
        List<Portion> all = Portion.together(items);
        return held.isPresent() ? exchange(guest, new Seen(held.get()), all, Optional.of(key))
                : hold(guest, all, key);
    }

    List<Portion> portions(Guest guest, Hold hold) {
        return Portion.of(priced.lines(guest.workspace(), hold));
    }

    /// A hold or booking, and the version of it that its customer has seen.
    record Seen(String id, int version) {
        Seen(Hold hold) {
            this(hold.id(), hold.version());
        }
    }

    private Result hold(Guest guest, List<Portion> items, String key) {
        return newest(guest, () -> tryToHold(guest, items, key));
    }

    private Result newest(Guest guest, Supplier<Result> attempt) {
        AtomicReference<Result> last = new AtomicReference<>();
        asking.newest(guest.workspace(), () -> {
            last.set(attempt.get());
            return last.get() instanceof Result.Refused refused ? refused.refusal() : last;
        });
        return last.get();
    }

    private Result tryToHold(Guest guest, List<Portion> items, String key) {
        return switch (asking.ask(guest.workspace(), Portion.items(items), guest.now())) {
            case Asking.Result.Refused refused -> new Result.Refused(refused.refusal(), items);
            case Asking.Result.Ready ready -> switch (bounds.hold(guest.address(), new HoldRequest(
                    guest.workspace(), ready.claims(), HoldRequest.USUAL,
                    Optional.of(guest.who().id()), ready.limits(),
                    label(guest, Optional.of(key), ready, ready.note())))) {
                case HoldOutcome.Granted granted -> new Result.Done(granted.hold());
                case Refusal.KeyReused before -> new Result.Before();
                case Refusal.Unavailable refused -> new Result.Refused(refused, items);
                case Refusal.Overloaded refused -> new Result.Refused(refused, items);
                case Refusal.Unknown refused -> new Result.Refused(refused, items);
                case Refusal.Outdated refused -> new Result.Refused(refused, items);
                case Refusal.NotOnSale refused -> new Result.Refused(refused, items);
                case Refusal.LimitReached refused -> new Result.Refused(refused, items);
            };
        };
    }

    /// A key is this visitor's, and stands for what it was made of.
    private static Label label(
            Guest guest, Optional<String> key, Asking.Result.Ready ready, String note) {
        return new Label(key, key.map(word -> guest.who().id() + " " + word),
                Optional.of(note), ready.listings());
    }

    /// What stands between wanting and having: what it costs more, say.
    @FunctionalInterface
    interface Terms {
        /// The note of the hold from then on, or why not.
        Agreed agree(Asking.Result.Ready ready);
    }

    /// Whether it is done.
    sealed interface Agreed {
        record Note(String note) implements Agreed {}

        record Owed(Money owed) implements Agreed {}
    }

    /// What is to be had from now on, in the place of what was: all of it, or all is as before.
    Result exchange(Guest guest, Seen seen, List<Portion> items, Optional<String> key) {
        return exchange(guest, seen, items, key, ready -> new Agreed.Note(ready.note()));
    }

    Result exchange(
            Guest guest, Seen seen, List<Portion> items, Optional<String> key, Terms terms) {
        return newest(guest, () -> tryToExchange(guest, seen, items, key, terms));
    }

    private Result tryToExchange(
            Guest guest, Seen seen, List<Portion> items, Optional<String> key, Terms terms) {
        Asking.Result result = asking.instead(
                guest.workspace(), Portion.wanted(items), guest::now);
        if (result instanceof Asking.Result.Ready ready) {
            return switch (terms.agree(ready)) {
                case Agreed.Note agreed -> taken(guest, seen, items, label(
                        guest, key, ready, agreed.note()), ready);
                case Agreed.Owed more -> new Result.Owed(more.owed());
            };
        }
        return new Result.Refused(((Asking.Result.Refused) result).refusal(), items);
    }

    private Result taken(
            Guest guest, Seen seen, List<Portion> items, Label label,
            Asking.Result.Ready ready) {
        return switch (bounds.exchange(guest.address(), new ExchangeRequest(
                guest.workspace(), seen.id(), seen.version(), ready.claims(),
                Optional.of(ready.limits()), label))) {
            case ExchangeOutcome.Exchanged done -> new Result.Done(done.hold());
            case Refusal.KeyReused before -> new Result.Before();
            case Refusal.Unavailable refused -> new Result.Refused(refused, items);
            case Refusal.Overloaded refused -> new Result.Refused(refused, items);
            case Refusal.Unknown refused -> new Result.Refused(refused, items);
            case Refusal.Expired refused -> new Result.Refused(refused, items);
            case Refusal.Cancelled refused -> new Result.Refused(refused, items);
            case Refusal.Stale refused -> new Result.Refused(refused, items);
            case Refusal.Outdated refused -> new Result.Refused(refused, items);
            case Refusal.NotOnSale refused -> new Result.Refused(refused, items);
            case Refusal.LimitReached refused -> new Result.Refused(refused, items);
        };
    }

    /// Takes one line out; with the last one goes the basket.
    Result remove(Guest guest, Hold.Held hold, int at) {
        List<Portion> items = new ArrayList<>(portions(guest, hold));
        if (at < items.size()) {
            items.remove(at);
        }
        if (items.isEmpty()) {
            engine.cancel(new CancelRequest(guest.workspace(), hold.id(), false));
            return new Result.Before();
        }
        return exchange(guest, new Seen(hold), items, Optional.empty());
    }

    /// Holds again what a lapsed basket had.
    Result again(Guest guest, Hold lapsed, String key) {
        return hold(guest, Portion.fresh(Portion.items(portions(guest, lapsed))), key);
    }

    Result extend(Guest guest, Hold.Held hold) {
        ExtendRequest request = new ExtendRequest(
                guest.workspace(), hold.id(), HoldRequest.USUAL);
        return switch (bounds.extend(guest.address(), request)) {
            case ExtendOutcome.Extended done -> new Result.Done(done.hold());
            case Refusal.KeyReused before -> new Result.Before();
            case Refusal.Booked booked -> new Result.Before();
            case Refusal.Overloaded refused -> new Result.Refused(refused, List.of());
            case Refusal.Unknown refused -> new Result.Refused(refused, List.of());
            case Refusal.Cancelled refused -> new Result.Refused(refused, List.of());
            case Refusal.Expired refused -> new Result.Refused(refused, List.of());
            case Refusal.LimitReached refused -> new Result.Refused(refused, List.of());
        };
    }
}
