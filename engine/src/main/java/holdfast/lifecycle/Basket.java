package holdfast.lifecycle;

import holdfast.Claim;
import holdfast.Limit;
import holdfast.Refusal;
import holdfast.claims.Allotment;
import java.util.List;
import java.util.Optional;

/// What a request wants together: all of it is granted or nothing.
record Basket(List<Claim> claims, List<Limit> limits, Optional<String> customer) {

    /// Either the allotments, or the refusal.
    sealed interface Result {
        record All(List<Allotment> allotments) implements Result {}

        record None(Refusal refusal) implements Result {}
    }
}
