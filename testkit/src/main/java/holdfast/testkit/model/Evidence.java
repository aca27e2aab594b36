package holdfast.testkit.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a history says about one workspace, put in order for the checks.
final class Evidence {
    private final String workspace;
    private final List<Operation> operations;
    private final Keys keys;
    private final Timeline timeline;
    private final Offers offers;
    private final Map<String, Life> lives;
    private final List<Tenure> tenures = new ArrayList<>();
    private final Uses uses;
    private final Journals journals;

    Evidence(String workspace, List<Operation> operations, Timeline timeline) {
        this.workspace = workspace;
        this.operations = operations;
        this.timeline = timeline;
        keys = new Keys(operations);
        offers = new Offers(operations);
        lives = Life.all(operations, keys);
        Tenures work = new Tenures(keys, timeline);
        lives.values().forEach(life -> tenures.addAll(work.of(life)));
        uses = new Uses(offers, tenures);
        operations.stream().filter(keys::unresolved).forEach(uses::cloud);
        journals = new Journals(operations);
    }

    String workspace() {
        return workspace;
    }

    List<Operation> operations() {
        return operations;
    }

    Keys keys() {
        return keys;
    }

    Timeline timeline() {
        return timeline;
    }

    Offers offers() {
        return offers;
    }

    Map<String, Life> lives() {
        return lives;
    }

    List<Tenure> tenures() {
        return tenures;
    }

    Uses uses() {
        return uses;
    }

    Journals journals() {
        return journals;
    }
}
