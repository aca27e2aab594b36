package holdfast.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The history of one workspace, indexed for the checks.
final class Evidence {
    private final String workspace;
    private final List<Operation> operations;
    private final KeyUse keys;
    private final OfferTimeline offers;
    private final Map<String, HoldLife> lives;
    private final List<Ownership> tenures = new ArrayList<>();
    private final OwnershipIndex uses;
    private final Journals journals;

    Evidence(String workspace, List<Operation> operations, Timeline timeline) {
        this.workspace = workspace;
        this.operations = operations;
        keys = new KeyUse(operations);
        offers = new OfferTimeline(operations);
        lives = HoldLife.all(operations, keys);
        OwnershipPeriods work = new OwnershipPeriods(keys, timeline);
        lives.values().forEach(life -> tenures.addAll(work.of(life)));
        uses = new OwnershipIndex(offers, tenures);
        operations.stream().filter(keys::unresolved).forEach(uses::cloud);
        journals = new Journals(operations);
    }

    String workspace() {
        return workspace;
    }

    List<Operation> operations() {
        return operations;
    }

    KeyUse keys() {
        return keys;
    }

    OfferTimeline offers() {
        return offers;
    }

    Map<String, HoldLife> lives() {
        return lives;
    }

    List<Ownership> tenures() {
        return tenures;
    }

    OwnershipIndex uses() {
        return uses;
    }

    Journals journals() {
        return journals;
    }
}
