package holdfast.claims;

import holdfast.Kind;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A journal line that is not written yet: the inventory's next version, and what moved.
public record PendingLine(
        Kind kind, String inventory, long version, String effect, String claim, Of of) {

    /// The verb and the hold of the line. `hold` is null where the inventory itself was offered or
    /// changed.
    public record Of(
            String verb,
            @Nullable String hold,
            int holdVersion,
            @Nullable Instant until,
            Optional<String> note) {}

    public static PendingLine moved(ClaimMoves.Move<?> move, long version) {
        HoldChange cause = move.cause();
        Allotment allotment = move.allotment();
        // A cancelled hold has ended, and what has ended does not lapse.
        Instant until = cause.state().equals("cancelled") ? null : cause.until();
        return new PendingLine(allotment.kind(), allotment.inventory(), version,
                move.effect().word(),
                allotment.text(),
                new Of(cause.verb(), cause.hold(), cause.version(), until, cause.note()));
    }

    public static PendingLine offered(
            Kind kind, String inventory, long version, String verb, String definition) {
        return new PendingLine(kind, inventory, version, "offer", definition,
                new Of(verb, null, 0, null, Optional.empty()));
    }
}
