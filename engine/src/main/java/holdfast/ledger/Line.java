package holdfast.ledger;

import holdfast.Kind;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One journal line on its way: the inventory's next version, and what moved.
public record Line(
        Kind kind, String inventory, long version, String effect, String claim, Of of) {

    /// Whose line it is. `hold` is null where the inventory itself was offered or changed.
    public record Of(
            String verb,
            @Nullable String hold,
            int holdVersion,
            @Nullable Instant until,
            Optional<String> note) {}

    public static Line moved(Moves.Move<?> move, long version) {
        Cause cause = move.cause();
        Piece piece = move.piece();
        // A cancelled hold has ended, and what has ended does not lapse.
        Instant until = cause.state().equals("cancelled") ? null : cause.until();
        return new Line(piece.kind(), piece.inventory(), version, move.effect().word(),
                piece.text(),
                new Of(cause.verb(), cause.hold(), cause.version(), until, cause.note()));
    }

    public static Line offered(
            Kind kind, String inventory, long version, String verb, String definition) {
        return new Line(kind, inventory, version, "offer", definition,
                new Of(verb, null, 0, null, Optional.empty()));
    }
}
