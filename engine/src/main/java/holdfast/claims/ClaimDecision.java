package holdfast.claims;

import holdfast.HeldItem;
import java.util.List;

/// A room's word on one claim.
public sealed interface ClaimDecision {

    /// The pieces it took, of which `taken` is what the customer is told.
    record Given(List<Allotment> allotments, HeldItem taken) implements ClaimDecision {
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
