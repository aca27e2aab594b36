package holdfast.claims;

import holdfast.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The moves of one kind's claims that a batch has decided and not yet written, in order. A hold
/// that fails at its last claim undoes the moves since its mark.
public final class ClaimMoves<P extends Allotment> {

    public record Move<P extends Allotment>(Effect effect, HoldChange cause, P allotment) {}

    private final List<Move<P>> moves = new ArrayList<>();

    public void add(Effect effect, HoldChange cause, P allotment) {
        moves.add(new Move<>(effect, cause, allotment));
    }

    public int mark() {
        return moves.size();
    }

    /// Undoes everything since the mark, the latest first.
    public void undo(int mark, Consumer<Move<P>> reverse) {
        while (moves.size() > mark) {
            reverse.accept(moves.removeLast());
        }
    }

    public boolean isEmpty() {
        return moves.isEmpty();
    }

    public List<Move<P>> all() {
        return moves;
    }

    public List<Move<P>> of(Effect effect) {
        return moves.stream().filter(move -> move.effect == effect).toList();
    }

    /// The number of moves of each inventory.
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new HashMap<>();
        moves.forEach(move -> counts.merge(move.allotment.inventory(), 1, Integer::sum));
        return counts;
    }
}
