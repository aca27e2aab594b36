package holdfast.claims;

import holdfast.ChangeOutcome;
import holdfast.OfferOutcome;
import holdfast.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Collects all that stands against a change of what is on sale; one answer is given by precedence.
public final class Objections {
    private static final int MOST = 1_000;

    private final List<String> unknown = new ArrayList<>();
    private final List<OfferOutcome.OtherKind> otherKinds = new ArrayList<>();
    private final List<Refusal.Standing> standing = new ArrayList<>();
    private final List<ChangeOutcome.VenueTaken> venues = new ArrayList<>();

    public void unknown(String inventory) {
        unknown.add(inventory);
    }

    public void otherKind(String inventory) {
        otherKinds.add(new OfferOutcome.OtherKind(inventory));
    }

    public void inTheWay(String hold, String inventory, String what) {
        if (standing.size() < MOST) {
            standing.add(new Refusal.Standing(hold, inventory, what));
        }
    }

    public void venueTaken(String listing, String calendar, List<String> by) {
        venues.add(new ChangeOutcome.VenueTaken(listing, calendar, by));
    }

    public Optional<ChangeOutcome> first() {
        if (!unknown.isEmpty()) {
            return Optional.of(new Refusal.Unknown(unknown.stream().distinct().toList()));
        }
        if (!otherKinds.isEmpty()) {
            return Optional.of(otherKinds.getFirst());
        }
        if (!standing.isEmpty()) {
            return Optional.of(new Refusal.InTheWay(standing));
        }
        return venues.stream().<ChangeOutcome>map(each -> each).findFirst();
    }
}
