package holdfast.lifecycle;

import holdfast.Claim;
import holdfast.claims.Allotment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The claims that an exchange keeps: a new claim that equals one of the hold keeps its allotments.
/// It takes nothing new, so it is checked neither for being on sale nor for being free.
final class KeptClaims {
    /// For each kept item of the request, the item of the hold.
    private final Map<Integer, Integer> items = new TreeMap<>();
    private final Map<Integer, List<Allotment>> had = new HashMap<>();

    KeptClaims(List<Claim> claims, List<Allotment> allotments) {
        allotments.stream().filter(allotment -> allotment.item() >= 0).forEach(allotment -> had
                .computeIfAbsent(allotment.item(), any -> new ArrayList<>()).add(allotment));
        Set<Integer> left = new HashSet<>(had.keySet());
        // Items at the same position match first: their allotments are not written again.
        for (int at = 0; at < claims.size(); at++) {
            if (left.contains(at) && same(claims.get(at), pieces(at)) && left.remove(at)) {
                items.put(at, at);
            }
        }
        for (int at = 0; at < claims.size(); at++) {
            Claim claim = claims.get(at);
            if (!items.containsKey(at)) {
                Optional<Integer> found = left.stream().sorted()
                        .filter(item -> same(claim, pieces(item))).findFirst();
                if (found.isPresent()) {
                    left.remove(found.get());
                    items.put(at, found.get());
                }
            }
        }
    }

    private List<Allotment> pieces(int item) {
        return had.getOrDefault(item, List.of());
    }

    /// The items of the request that are kept.
    Set<Integer> items() {
        return items.keySet();
    }

    /// Whether this allotment stays as it is, in its item.
    boolean stays(Allotment allotment) {
        return Integer.valueOf(allotment.item()).equals(items.get(allotment.item()));
    }

    /// The allotments that stay but belong to another item from now on.
    List<Allotment> moved() {
        List<Allotment> moved = new ArrayList<>();
        items.forEach((item, before) -> {
            if (!item.equals(before)) {
                pieces(before).forEach(allotment -> moved.add(allotment.of(item)));
            }
        });
        return moved;
    }

    private static boolean same(Claim claim, List<Allotment> allotments) {
        return switch (claim) {
            case Claim.Capacity places -> allotments.stream()
                    .anyMatch(allotment -> allotment instanceof Allotment.Places some
                            && some.role() == Allotment.Role.CLAIM
                            && some.inventory().equals(places.pool())
                            && some.quantity() == places.quantity());
            case Claim.Seats seats -> seats.choice() instanceof Claim.Named named
                    && allotments.size() == 1
                    && allotments.getFirst() instanceof Allotment.Seats some
                    && some.inventory().equals(seats.seatMap())
                    && new HashSet<>(some.names()).equals(new HashSet<>(named.names()));
            case Claim.Time visit -> same(visit, allotments);
        };
    }

    private static boolean same(Claim.Time visit, List<Allotment> allotments) {
        List<Allotment.Stretch> stretches = allotments.stream()
                .filter(allotment -> allotment instanceof Allotment.Stretch)
                .map(allotment -> (Allotment.Stretch) allotment)
                .sorted(Comparator.comparingInt(Allotment.Stretch::part)).toList();
        if (stretches.size() != visit.parts().size()) {
            return false;
        }
        for (int at = 0; at < stretches.size(); at++) {
            Claim.Part part = visit.parts().get(at);
            Allotment.Stretch stretch = stretches.get(at);
            if (!part.anyOf().contains(stretch.inventory())
                    || !part.visit(visit.start()).equals(stretch.visit())
                    || !part.occupied(visit.start()).equals(stretch.occupied())) {
                return false;
            }
        }
        return true;
    }
}
