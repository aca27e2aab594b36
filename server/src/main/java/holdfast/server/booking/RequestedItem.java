package holdfast.server.booking;

import holdfast.Claim;
import holdfast.HeldItem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One item that a hold is to have: a new one, or one that it has already. A kept item keeps the
/// price at which it was sold, and need not be on sale any more.
public record RequestedItem(Item item, Optional<PricedHolds.Line> kept) {

    public static List<RequestedItem> fresh(List<Item> items) {
        return items.stream().map(item -> new RequestedItem(item, Optional.empty())).toList();
    }

    /// The items of an exchange; those that the hold has already are kept.
    public static List<RequestedItem> instead(List<Item> items, List<PricedHolds.Line> has) {
        List<PricedHolds.Line> left = new ArrayList<>(has);
        List<RequestedItem> all = new ArrayList<>();
        for (Item item : items) {
            Optional<PricedHolds.Line> same =
                    left.stream().filter(line -> same(item, line.item())).findFirst();
            same.ifPresent(left::remove);
            all.add(new RequestedItem(item, same));
        }
        return all;
    }

    /// The numbers of the items that an exchange gives up; all of them if it only adds some.
    public static Set<Integer> givenUp(List<Item> items, List<PricedHolds.Line> has) {
        Set<Integer> all = IntStream.range(0, has.size()).boxed()
                .collect(Collectors.toCollection(TreeSet::new));
        Set<Integer> given = new TreeSet<>(all);
        for (Item item : items) {
            given.stream().filter(at -> same(item, has.get(at).item())).findFirst()
                    .ifPresent(given::remove);
        }
        return given.isEmpty() ? all : given;
    }

    private static boolean same(Item wanted, Item has) {
        if (wanted instanceof Item.Visit visit && has instanceof Item.Visit other) {
            return visit.service().equals(other.service())
                    && visit.start().isEqual(other.start())
                    && other.with().containsAll(visit.with());
        }
        if (wanted instanceof Item.Seats seats && has instanceof Item.Seats other) {
            return seats.event().equals(other.event()) && seats.area().equals(other.area())
                    && seats.choice() instanceof Claim.Named named
                    && other.choice() instanceof Claim.Named names
                    && new HashSet<>(named.names()).equals(new HashSet<>(names.names()));
        }
        return wanted.equals(has);
    }

    /// What a claim would get, as far as its price depends on it.
    static HeldItem wanted(Claim claim) {
        return switch (claim) {
            case Claim.Capacity places -> new HeldItem.Capacity(places.pool(), places.quantity());
            case Claim.Seats seats -> new HeldItem.Seats(seats.seatMap(),
                    seats.choice() instanceof Claim.Named named ? named.names() : List.of());
            case Claim.Time _ -> new HeldItem.Time(List.of());
        };
    }

    /// The claim as the hold has it.
    static Claim claim(HeldItem taken) {
        return switch (taken) {
            case HeldItem.Capacity places -> new Claim.Capacity(places.pool(), places.quantity());
            case HeldItem.Seats seats ->
                    new Claim.Seats(seats.seatMap(), new Claim.Named(seats.names()));
            case HeldItem.Time time -> {
                var start = Item.Visit.start(time);
                yield new Claim.Time(start, time.stretches().stream()
                        .map(stretch -> part(start, stretch)).toList());
            }
        };
    }

    private static Claim.Part part(Instant start, HeldItem.Stretch stretch) {
        return new Claim.Part(List.of(stretch.calendar()),
                Duration.between(start, stretch.visit().from()),
                Duration.between(start, stretch.visit().to()),
                Duration.between(stretch.occupied().from(), stretch.visit().from()),
                Duration.between(stretch.visit().to(), stretch.occupied().to()));
    }
}
