package holdfast.claims;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why claims move: the verb, the hold with its version from then on, and the state and deadline
/// from then on (`until` is null where nothing lapses).
public record HoldChange(
        String verb,
        String hold,
        int version,
        String state,
        @Nullable Instant until,
        Optional<String> note) {

    public static HoldChange lapse(String hold, Instant until) {
        return new HoldChange("expire", hold, 0, "held", until, Optional.empty());
    }
}
