package holdfast.server.checkout;

import holdfast.BlockOutcome;
import holdfast.BlockRequest;
import holdfast.CancelOutcome;
import holdfast.Claim;
import holdfast.Hold;
import holdfast.Holdfast;
import holdfast.Invalid;
import holdfast.Refusal;
import holdfast.Taken;
import holdfast.Window;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Calendar.Exceptions;
import holdfast.server.catalog.Calendar.Special;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Stored;
import holdfast.server.catalog.Thing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// A calendar's closures and openings. A closure is a block of the engine's, so that it is never
/// laid over somebody's visit and nobody is given a visit in it; an opening is part of the hours.
/// The engine comes first and the catalogue remembers: a step that was cut off in between leaves a
/// closure that is in force and not yet listed, and the same request finishes it.
public final class SpecialDays {
    private static final Duration KEPT = Duration.ofDays(31);
    private static final int MOST_CLOSURES = 2_000;

    private final Holdfast engine;
    private final Catalog catalog;
    private final TimeOffers<Calendar> offers;

    public SpecialDays(Holdfast engine, Catalog catalog) {
        this.engine = engine;
        this.catalog = catalog;
        this.offers = TimeOffers.calendars(engine, catalog);
    }

    public sealed interface Result {
        record Done(Special special) implements Result {}

        record Refused(Refusal refusal) implements Result {}
    }

    /// Whose days they are, and who changes them.
    public record Of(String workspace, String calendar, String author) {}

    /// Closes a calendar, unless somebody stands in the way.
    ///
    /// @param key the same for the same request, and for no other
    public Result close(Of of, Window window, Optional<String> reason, String key) {
        if (latest(of).thing().exceptions().closures().size() >= MOST_CLOSURES) {
            throw new Invalid("start", "would be one closure too many; a calendar may have "
                    + MOST_CLOSURES + " that lie ahead");
        }
        BlockOutcome outcome = engine.block(new BlockRequest(
                of.workspace(), List.of(new Claim.Time(of.calendar(), window)),
                reason.orElse("closed"), Optional.of(key)));
        return switch (outcome) {
            case BlockOutcome.Blocked blocked -> {
                Special closure = new Special(
                        blocked.block().id(), window.from(), window.to(), reason);
                list(of, closure);
                yield new Result.Done(closure);
            }
            case Refusal.Overloaded refused -> new Result.Refused(refused);
            case Refusal.KeyReused refused -> new Result.Refused(refused);
            case Refusal.Unknown refused -> new Result.Refused(refused);
            case Refusal.InTheWay refused -> new Result.Refused(refused);
        };
    }

    /// Lists a closure as long as it is in force: whoever opens again unblocks first and then takes
    /// it off the list, so one of the two sees the other.
    private void list(Of of, Special closure) {
        change(of, now -> !has(now.closures(), closure.id()) && inForce(of, closure.id()),
                now -> new Exceptions(now.openings(), with(now.closures(), closure)));
        if (!inForce(of, closure.id())) {
            unlist(of, closure.id());
        }
    }

    private boolean inForce(Of of, String closure) {
        return engine.find(of.workspace(), closure).orElse(null) instanceof Hold.Blocked;
    }

    /// Opens again what was closed. Also a closure that the catalogue does not list, because a
    /// step was cut off. Nothing when there is no such closure of this calendar.
    public Optional<Result> openAgain(Of of, String closure) {
        Optional<Hold> hold = engine.find(of.workspace(), closure);
        if (hold.isEmpty() || !liesOn(hold.get(), of.calendar())) {
            return Optional.empty();
        }
        return switch (engine.unblock(of.workspace(), closure)) {
            case CancelOutcome.Done done -> {
                unlist(of, closure);
                yield Optional.of(new Result.Done(new Special(
                        closure, hold.get().basket().madeAt(), done.hold().at(),
                        Optional.empty())));
            }
            case Refusal.Overloaded refused -> Optional.of(new Result.Refused(refused));
            // A customer's hold is no closure.
            case Refusal.Unknown unknown -> Optional.empty();
            case Refusal.Booked booked -> Optional.empty();
            case Refusal.Expired expired -> Optional.empty();
        };
    }

    private static boolean liesOn(Hold hold, String calendar) {
        return hold.basket().items().stream().allMatch(item ->
                item instanceof Taken.Time time && time.stretches().stream()
                        .allMatch(stretch -> stretch.calendar().equals(calendar)));
    }

    private void unlist(Of of, String closure) {
        change(of, now -> has(now.closures(), closure),
                now -> new Exceptions(now.openings(), without(now.closures(), closure)));
    }

    /// Opens a calendar outside its hours.
    ///
    /// @param opening with an id of its own, which is the same for the same request
    /// @param again whether the request may have been here before
    public Result open(Of of, Special opening, boolean again) {
        if (again && wasThere(of, opening.id())) {
            return new Result.Done(opening);
        }
        Optional<Refusal> refused = change(of,
                now -> !has(now.openings(), opening.id()),
                now -> new Exceptions(with(now.openings(), opening), now.closures()));
        return refused.<Result>map(Result.Refused::new).orElse(new Result.Done(opening));
    }

    /// What was there once and was taken away is not brought back by a late second request.
    private boolean wasThere(Of of, String opening) {
        for (Stored<Thing> version : catalog.versions(of.workspace(), of.calendar())) {
            if (version.thing() instanceof Calendar calendar
                    && has(calendar.exceptions().openings(), opening)) {
                return true;
            }
        }
        return false;
    }

    /// Takes an opening back. Visits that were agreed in it stay.
    public Optional<Result> closeAgain(Of of, String opening) {
        Optional<Special> known = latest(of).thing().exceptions().openings().stream()
                .filter(each -> each.id().equals(opening)).findFirst();
        return known.map(special -> change(of, now -> has(now.openings(), opening),
                now -> new Exceptions(without(now.openings(), opening), now.closures()))
                .<Result>map(Result.Refused::new).orElse(new Result.Done(special)));
    }

    private Stored<Calendar> latest(Of of) {
        catalog.refresh();
        return catalog.find(of.workspace(), of.calendar(), Calendar.class).orElseThrow();
    }

    /// Changes the latest version, as often as somebody else is quicker.
    private Optional<Refusal> change(
            Of of, Predicate<Exceptions> wanted, UnaryOperator<Exceptions> change) {
        while (true) {
            Stored<Calendar> seen = latest(of);
            Exceptions now = seen.thing().exceptions();
            if (!wanted.test(now)) {
                return Optional.empty();
            }
            Calendar next = seen.thing().with(recent(change.apply(now)));
            switch (offers.change(of.workspace(), seen, next, of.author())) {
                case Changing.Result.Done<Calendar> done -> {
                    return Optional.empty();
                }
                case Changing.Result.Refused<Calendar> refused -> {
                    return Optional.of(refused.refusal());
                }
                case Changing.Result.Stale<Calendar> stale -> { }
            }
        }
    }

    /// What was over long ago is for the history; a calendar need not carry it for ever.
    private Exceptions recent(Exceptions all) {
        Instant oldest = engine.now().minus(KEPT);
        Predicate<Special> kept = each -> each.end().isAfter(oldest);
        return new Exceptions(all.openings().stream().filter(kept).toList(),
                all.closures().stream().filter(kept).toList());
    }

    private static boolean has(List<Special> all, String id) {
        return all.stream().anyMatch(each -> each.id().equals(id));
    }

    private static List<Special> with(List<Special> all, Special one) {
        List<Special> more = new ArrayList<>(all);
        more.add(one);
        more.sort(java.util.Comparator.comparing(Special::start).thenComparing(Special::id));
        return List.copyOf(more);
    }

    private static List<Special> without(List<Special> all, String id) {
        return all.stream().filter(each -> !each.id().equals(id)).toList();
    }
}
