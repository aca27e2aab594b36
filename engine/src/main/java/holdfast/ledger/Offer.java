package holdfast.ledger;

import holdfast.OfferOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What putting on sale came to: the journal's lines and the outcome, or a refusal and no lines.
public record Offer(List<Line> lines, @Nullable OfferOutcome outcome) {

    public Offer(List<Line> lines) {
        this(lines, null);
    }

    public static Offer refused(OfferOutcome refusal) {
        return new Offer(List.of(), refusal);
    }

    public Offer done(String inventory, long version) {
        return new Offer(lines, new OfferOutcome.Offered(inventory, version));
    }
}
