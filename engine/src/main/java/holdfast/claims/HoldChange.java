package holdfast.claims;

import holdfast.Verb;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why claims move: the verb, the hold with its version and deadline from then on (`until` is null
/// where there is none), and the reason of a block.
public record HoldChange(
        Verb verb, String hold, int version, @Nullable Instant until, Optional<String> note) {

    /// The end of a claim whose deadline has passed, found in one inventory.
    public static HoldChange expired(String hold, Instant until) {
        return new HoldChange(Verb.EXPIRE, hold, 0, until, Optional.empty());
    }

    /// The state of the hold from then on.
    public HoldState state() {
        return HoldState.after(verb, until);
    }

    /// The state as the tables of claims have it.
    public String stateText() {
        return ColumnText.of(state());
    }
}
