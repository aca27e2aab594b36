package holdfast.server.checkout;

import holdfast.Claim;
import holdfast.Limit;
import java.util.List;

/// What the engine is asked for one item.
///
/// @param stamp which version of what was offered, and in which tier: what it costs stands there
public record Asked(Claim claim, String stamp, List<Limit> limits) {
    public Asked {
        limits = List.copyOf(limits);
    }
}
