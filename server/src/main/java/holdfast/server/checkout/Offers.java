package holdfast.server.checkout;

import holdfast.Holdfast;
import holdfast.Invalid;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.OfferOutcome;
import holdfast.Refusal;
import holdfast.Window;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Stored;
import holdfast.server.catalog.Thing;
import holdfast.server.catalog.Venue;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Puts events on sale and changes them: first the engine's inventories, then the catalogue's next
/// version. Offering is the same when it is done again, so whoever was interrupted in between does
/// it again; whoever loses against another change offers once more what the catalogue says.
public final class Offers {
    private final Holdfast engine;
    private final Catalog catalog;
    private final Stock stock;
    private final Occupying halls;

    public Offers(Holdfast engine, Catalog catalog, Occupying halls) {
        this.engine = engine;
        this.catalog = catalog;
        this.stock = new Stock(catalog);
        this.halls = halls;
    }

    public sealed interface Result {
        record Done(Stored<Event> event) implements Result {}

        record Refused(Refusal refusal) implements Result {}

        /// Another change came first; this is the version now.
        record Stale(long version) implements Result {}

        /// A pool would have to move into another one, which pools never do.
        record OtherKind(String inventory) implements Result {}

        /// These events have the hall at that time.
        record HallTaken(List<String> events) implements Result {}
    }

    /// Makes an event with this id, or finds it when it was made by the same request before.
    public Result create(String workspace, String id, Event event, String author) {
        // Whoever asks for it again must not undo what was changed since.
        if (catalog.find(workspace, id, Event.class).isPresent()) {
            return new Result.Done(first(workspace, id));
        }
        List<Inventory> inventories = stock.of(workspace, id, event);
        Optional<Result> refused = hall(workspace, id, event)
                .or(() -> offer(workspace, inventories));
        if (refused.isPresent()) {
            halls.release(workspace, id);
            return refused.get();
        }
        return new Result.Done(catalog.add(workspace, id, event, author)
                .orElseGet(() -> first(workspace, id)));
    }

    private Stored<Event> first(String workspace, String id) {
        Stored<?> first = catalog.stamped(workspace, id + "@1").orElseThrow();
        return new Stored<>(first.id(), 1, (Event) first.thing(), first.listed(), first.at(),
                first.author());
    }

    public Result change(String workspace, Stored<Event> seen, Event event, String author) {
        List<Inventory> inventories = stock.of(workspace, seen.id(), event);
        Optional<Result> refused = hall(workspace, seen.id(), event)
                .or(() -> offer(workspace, inventories));
        if (refused.isPresent()) {
            again(workspace, seen.id());
            return refused.get();
        }
        Optional<Stored<Event>> changed = catalog.change(workspace, seen, event, author);
        if (changed.isEmpty()) {
            return new Result.Stale(again(workspace, seen.id()));
        }
        withdraw(workspace, gone(workspace, seen, event));
        return new Result.Done(changed.get());
    }

    /// Takes off sale, or puts on sale again.
    public Result list(String workspace, Stored<Event> seen, boolean listed, String author) {
        Optional<Stored<Event>> changed = catalog.list(workspace, seen, listed, author);
        if (changed.isEmpty()) {
            return new Result.Stale(again(workspace, seen.id()));
        }
        List<Inventory> all = stock.of(workspace, seen.id(), seen.thing());
        if (listed) {
            Optional<Result> refused = offer(workspace, all);
            if (refused.isPresent()) {
                return refused.get();
            }
        } else {
            withdraw(workspace, all.reversed());
        }
        return new Result.Done(changed.get());
    }

    /// An event at a hall of ours has that hall for its time, and nobody else has.
    private Optional<Result> hall(String workspace, String id, Event event) {
        Optional<String> venue = event.about().venue().filter(each ->
                each.startsWith(Thing.Kind.VENUE.prefix()));
        if (venue.isEmpty()) {
            halls.release(workspace, id);
            return Optional.empty();
        }
        if (catalog.find(workspace, venue.get(), Venue.class).isEmpty()) {
            throw new Invalid("venue", "must be a venue of this workspace, or a name");
        }
        Window window = new Window(
                event.when().start().toInstant(), event.when().end().toInstant());
        return switch (halls.occupy(workspace, id, venue.get(), window)) {
            case Occupying.Result.Occupied done -> Optional.empty();
            case Occupying.Result.Taken taken ->
                    Optional.of(new Result.HallTaken(taken.events()));
            case Occupying.Result.Refused refused ->
                    Optional.of(new Result.Refused(refused.refusal()));
        };
    }

    private List<Inventory> gone(String workspace, Stored<Event> seen, Event event) {
        Set<String> kept = stock.of(workspace, seen.id(), event).stream()
                .map(Inventory::id).collect(Collectors.toCollection(HashSet::new));
        return stock.of(workspace, seen.id(), seen.thing()).stream()
                .filter(each -> !kept.contains(each.id())).toList();
    }

    private void withdraw(String workspace, List<Inventory> inventories) {
        for (Inventory each : inventories) {
            Kind kind = each.kind();
            engine.withdraw(workspace, kind, each.id());
        }
    }

    private Optional<Result> offer(String workspace, List<Inventory> inventories) {
        for (Inventory each : inventories) {
            OfferOutcome outcome = engine.offer(workspace, each);
            Optional<Result> refused = switch (outcome) {
                case OfferOutcome.Offered offered -> Optional.empty();
                case OfferOutcome.OtherKind other ->
                        Optional.of(new Result.OtherKind(other.inventory()));
                case Refusal.Overloaded busy -> Optional.of(new Result.Refused(busy));
                case Refusal.Unknown unknown -> Optional.of(new Result.Refused(unknown));
                case Refusal.InTheWay standing -> Optional.of(new Result.Refused(standing));
            };
            if (refused.isPresent()) {
                return refused;
            }
        }
        return Optional.empty();
    }

    /// Offers what the catalogue says now, because a change that came to nothing may have touched
    /// the engine already.
    private long again(String workspace, String id) {
        catalog.refresh();
        return catalog.find(workspace, id, Event.class).map(now -> {
            hall(workspace, id, now.thing());
            if (now.listed()) {
                offer(workspace, stock.of(workspace, id, now.thing()));
            }
            return now.version();
        }).orElse(0L);
    }
}
