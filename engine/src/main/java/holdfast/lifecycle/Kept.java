package holdfast.lifecycle;

import holdfast.Claim;
import holdfast.ledger.Piece;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What an exchange leaves as it is: a new claim that equals one that the hold has already keeps
/// its pieces. It asks for nothing, so nothing is asked of it: not whether it is on sale, not
/// whether it is free.
final class Kept {
    /// For each item of the request that is kept, which item of the hold it was.
    private final Map<Integer, Integer> items = new TreeMap<>();
    private final Map<Integer, List<Piece>> had = new HashMap<>();

    Kept(List<Claim> claims, List<Piece> pieces) {
        pieces.stream().filter(piece -> piece.item() >= 0).forEach(piece ->
                had.computeIfAbsent(piece.item(), any -> new ArrayList<>()).add(piece));
        Set<Integer> left = new HashSet<>(had.keySet());
        // What stands at the same place comes first: such a piece is not even written again.
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

    private List<Piece> pieces(int item) {
        return had.getOrDefault(item, List.of());
    }

    /// The request's items that need not be taken.
    Set<Integer> items() {
        return items.keySet();
    }

    /// Whether this piece stays as it is, in its item.
    boolean stays(Piece piece) {
        return Integer.valueOf(piece.item()).equals(items.get(piece.item()));
    }

    /// The pieces that stay but belong to another item from now on.
    List<Piece> moved() {
        List<Piece> moved = new ArrayList<>();
        items.forEach((item, before) -> {
            if (!item.equals(before)) {
                pieces(before).forEach(piece -> moved.add(piece.of(item)));
            }
        });
        return moved;
    }

    private static boolean same(Claim claim, List<Piece> pieces) {
        return switch (claim) {
            case Claim.Capacity places -> pieces.stream().anyMatch(piece ->
                    piece instanceof Piece.Places some && some.role() == Piece.Role.CLAIM
                            && some.inventory().equals(places.pool())
                            && some.quantity() == places.quantity());
            case Claim.Seats seats -> seats.choice() instanceof Claim.Named named
                    && pieces.size() == 1 && pieces.getFirst() instanceof Piece.Seats some
                    && some.inventory().equals(seats.seatMap())
                    && new HashSet<>(some.names()).equals(new HashSet<>(named.names()));
            case Claim.Time visit -> same(visit, pieces);
        };
    }

    private static boolean same(Claim.Time visit, List<Piece> pieces) {
        List<Piece.Stretch> stretches = pieces.stream()
                .filter(piece -> piece instanceof Piece.Stretch).map(piece -> (Piece.Stretch) piece)
                .sorted(Comparator.comparingInt(Piece.Stretch::part)).toList();
        if (stretches.size() != visit.parts().size()) {
            return false;
        }
        for (int at = 0; at < stretches.size(); at++) {
            Claim.Part part = visit.parts().get(at);
            Piece.Stretch stretch = stretches.get(at);
            if (!part.anyOf().contains(stretch.inventory())
                    || !part.visit(visit.start()).equals(stretch.visit())
                    || !part.occupied(visit.start()).equals(stretch.occupied())) {
                return false;
            }
        }
        return true;
    }
}
