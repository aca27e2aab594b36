package holdfast.server.checkout;

import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.OfferOutcome;
import holdfast.Refusal;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Stored;
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

    public Offers(Holdfast engine, Catalog catalog) {
        this.engine = engine;
        this.catalog = catalog;
        this.stock = new Stock(catalog);
    }

    public sealed interface Result {
        record Done(Stored<Event> event) implements Result {}

        record Refused(Refusal refusal) implements Result {}

        /// Another change came first; this is the version now.
        record Stale(long version) implements Result {}

        /// A pool would have to move into another one, which pools never do.
        record OtherKind(String inventory) implements Result {}
    }

    /// Makes an event with this id, or finds it when it was made by the same request before.
    public Result create(String workspace, String id, Event event, String author) {
        Optional<Result> refused = offer(workspace, stock.of(workspace, id, event));
        if (refused.isPresent()) {
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
        Optional<Result> refused =
                offer(workspace, stock.of(workspace, seen.id(), event));
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
            if (now.listed()) {
                offer(workspace, stock.of(workspace, id, now.thing()));
            }
            return now.version();
        }).orElse(0L);
    }
}
