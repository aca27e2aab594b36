package holdfast.ledger;

import holdfast.OfferOutcome;
import java.time.Instant;
import java.util.List;

/// What putting on sale came to: the journal's lines and the outcome, or a refusal and no lines.
public record Offer(Instant at, List<Line> lines, OfferOutcome outcome) {

    public static Offer refused(OfferOutcome refusal) {
        return new Offer(Instant.EPOCH, List.of(), refusal);
    }

    /// It is so from now on, and the lines say so; or it was so before, and there are none.
    public static Offer done(Instant at, List<Line> lines, String inventory, long version) {
        return new Offer(at, lines, new OfferOutcome.Offered(inventory, version));
    }
}
