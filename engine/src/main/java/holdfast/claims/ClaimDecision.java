package holdfast.claims;

import java.util.List;

/// The decision on one claim.
public sealed interface ClaimDecision {

    /// The claim is granted: what it took.
    record Given(List<Allotment> allotments) implements ClaimDecision {
        public Given {
            allotments = List.copyOf(allotments);
        }
    }

    record Unknown(List<String> ids) implements ClaimDecision {
        public Unknown {
            ids = List.copyOf(ids);
        }
    }

    record NotOnSale(String inventory) implements ClaimDecision {}

    record Scarce(String inventory, long asked, long left, List<String> taken)
            implements ClaimDecision {
        public Scarce {
            taken = List.copyOf(taken);
        }
    }
}
