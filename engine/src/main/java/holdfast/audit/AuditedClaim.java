package holdfast.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A claim as the journal or a table has it. `what` is the seat, or the lane and period, or the
/// quantity of places; with hold and item it is the claim's key.
record AuditedClaim(String hold, int item, String what, String state, @Nullable Instant until) {

    String key() {
        return hold + " " + item + " " + what;
    }
}
