package holdfast.ledger;

import java.util.List;

/// What a hold will be if it is granted: its id, how many microseconds it lasts, and its places.
public record Foreseen(String hold, long lasts, List<Piece.Places> pieces) {
    public Foreseen {
        pieces = List.copyOf(pieces);
    }
}
