package holdfast.claims;

import holdfast.Effect;
import holdfast.Kind;
import holdfast.Verb;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A journal line that is not written yet: the inventory's next version, and what moved.
public record PendingLine(
        Kind kind, String inventory, long version, Effect effect, String claim, Of of) {

    /// The verb and the hold of the line. `hold` is null where the inventory itself was offered or
    /// changed.
    public record Of(
            Verb verb,
            @Nullable String hold,
            int holdVersion,
            @Nullable Instant until,
            Optional<String> note) {}

    public static PendingLine moved(ClaimMoves.Move<?> move, long version) {
        HoldChange cause = move.cause();
        Allotment allotment = move.allotment();
        // A cancelled hold has ended, and what has ended has no deadline.
        Instant until = cause.state() == HoldState.CANCELLED ? null : cause.until();
        return new PendingLine(allotment.kind(), allotment.inventory(), version,
                move.effect(), allotment.text(),
                new Of(cause.verb(), cause.hold(), cause.version(), until, cause.note()));
    }

    public static PendingLine offered(
            Kind kind, String inventory, long version, Verb verb, String definition) {
        return new PendingLine(kind, inventory, version, Effect.OFFER, definition,
                new Of(verb, null, 0, null, Optional.empty()));
    }
}
