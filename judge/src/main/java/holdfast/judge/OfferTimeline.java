package holdfast.judge;

import holdfast.Inventory;
import holdfast.Kind;
import holdfast.OfferOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The inventories on sale over time. An offer takes effect at an unknown moment of its request, so
/// several states may be possible at one moment.
final class OfferTimeline {

    record Id(Kind kind, String inventory) {
        boolean is(Kind otherKind, String other) {
            return kind == otherKind && inventory.equals(other);
        }

        @Override
        public String toString() {
            return kind.word() + " " + inventory;
        }
    }

    /// From `possible` on the change may be in effect, from `certain` on it is; `what` is null for
    /// a withdrawal.
    private record Change(Operation by, long possible, long certain, @Nullable Inventory what) {}

    /// The possible states of an inventory between two moments. A withdrawn one keeps its shape.
    record Standing(List<Inventory> shapes, boolean perhapsAbsent, boolean perhapsOffSale) {

        boolean onSaleThroughout() {
            return !perhapsAbsent && !perhapsOffSale;
        }

        /// Its shape, if it had only one all the time.
        Optional<Inventory> only() {
            return shapes.size() == 1 && !perhapsAbsent
                    ? Optional.of(shapes.getFirst()) : Optional.empty();
        }
    }

    private final Map<Id, List<Change>> changes = new HashMap<>();

    OfferTimeline(List<Operation> operations) {
        for (Operation each : operations) {
            boolean done = each.answer() instanceof OfferOutcome.Offered;
            if (!done && !each.silent()) {
                continue;
            }
            long certain = done ? each.answered().nanos() : Long.MAX_VALUE;
            if (each.call() instanceof RecordedCall.Offer(_, Inventory inventory)) {
                add(new Id(inventory.kind(), inventory.id()),
                        new Change(each, each.invoked().nanos(), certain, inventory));
            } else if (each.call() instanceof RecordedCall.Withdraw(_, Kind kind, String id)) {
                add(new Id(kind, id), new Change(each, each.invoked().nanos(), certain, null));
            }
        }
    }

    private void add(Id id, Change change) {
        changes.computeIfAbsent(id, _ -> new ArrayList<>()).add(change);
    }

    Standing between(Id id, long from, long to) {
        List<Change> all = changes.getOrDefault(id, List.of());
        boolean absent = all.stream().noneMatch(
                each -> each.what != null && each.certain <= from);
        List<Change> possible = all.stream()
                .filter(each -> each.possible <= to && !overtaken(each, all, from)).toList();
        boolean offSale = possible.stream().anyMatch(each -> each.what == null);
        Set<Inventory> shapes = new LinkedHashSet<>();
        for (Change each : possible) {
            if (each.what != null) {
                shapes.add(each.what);
            } else {
                all.stream().filter(other -> other.possible <= each.certain)
                        .flatMap(other -> Stream.ofNullable(other.what)).forEach(shapes::add);
            }
        }
        return new Standing(List.copyOf(shapes), absent, offSale);
    }

    /// Whether a later change certainly replaced it before `from`.
    private static boolean overtaken(Change change, List<Change> all, long from) {
        return all.stream().anyMatch(later -> later.certain <= from
                && later.possible > change.certain);
    }

    /// The greatest possible capacity of the pool between the two moments.
    long mostPlaces(String pool, long from, long to) {
        return places(pool, from, to).max().orElse(0);
    }

    long leastPlaces(String pool, long from, long to) {
        return places(pool, from, to).min().orElse(0);
    }

    private java.util.stream.LongStream places(String pool, long from, long to) {
        return between(new Id(Kind.CAPACITY, pool), from, to).shapes().stream()
                .mapToLong(shape -> shape instanceof Inventory.Pool p ? p.capacity() : 0);
    }

    /// The pool and its enclosing pools, outwards. A pool never moves into another one.
    List<String> chain(String pool) {
        List<String> chain = new ArrayList<>();
        Optional<String> at = Optional.of(pool);
        while (at.isPresent() && !chain.contains(at.get())) {
            chain.add(at.get());
            at = around(at.get());
        }
        return chain;
    }

    private Optional<String> around(String pool) {
        return changes.getOrDefault(new Id(Kind.CAPACITY, pool), List.of()).stream()
                .filter(change -> change.by.answer() instanceof OfferOutcome.Offered)
                .map(Change::what)
                .filter(what -> what instanceof Inventory.Pool)
                .findFirst()
                .flatMap(what -> what instanceof Inventory.Pool p ? p.inside() : Optional.empty());
    }

    /// The only shape that any request offered, if there is only one.
    Optional<Inventory> only(Id id) {
        List<Inventory> shapes = changes.getOrDefault(id, List.of()).stream()
                .flatMap(change -> Stream.ofNullable(change.what)).distinct().toList();
        return shapes.size() == 1 ? Optional.of(shapes.getFirst()) : Optional.empty();
    }

    /// The offered definition that was acknowledged with this version.
    Optional<Inventory> offeredAt(Id id, long version) {
        return changes.getOrDefault(id, List.of()).stream()
                .filter(change -> change.by.answer() instanceof OfferOutcome.Offered offered
                        && offered.version() == version)
                .flatMap(change -> Stream.ofNullable(change.what))
                .findFirst();
    }
}
