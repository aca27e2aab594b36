package holdfast.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One claim as the journal leaves it or as a table has it. What identifies it is its text: the
/// seat, or the lane and period, or nothing for places, of which the quantity is the text.
record AuditedClaim(String hold, int item, String what, String state, @Nullable Instant until) {

    String key() {
        return hold + " " + item + " " + what;
    }
}
