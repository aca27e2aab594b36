package holdfast.ledger;

import holdfast.Taken;
import java.util.List;

/// A room's word on one claim.
public sealed interface Verdict {

    /// The pieces it took, of which `taken` is what the customer is told.
    record Given(List<Piece> pieces, Taken taken) implements Verdict {
        public Given {
            pieces = List.copyOf(pieces);
        }
    }

    record Unknown(List<String> ids) implements Verdict {
        public Unknown {
            ids = List.copyOf(ids);
        }
    }

    record NotOnSale(String inventory) implements Verdict {}

    record Scarce(String inventory, long asked, long left, List<String> taken) implements Verdict {
        public Scarce {
            taken = List.copyOf(taken);
        }
    }
}
