package holdfast.testkit.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything anybody asked or was told about one hold.
final class Life {
    private final String id;
    private final List<Seen> seen = new ArrayList<>();
    private final List<Operation> asked = new ArrayList<>();

    private Life(String id) {
        this.id = id;
    }

    static Map<String, Life> all(List<Operation> operations, Keys keys) {
        Map<String, Life> lives = new HashMap<>();
        for (Operation each : operations) {
            Optional<String> shown = Seen.of(each);
            shown.ifPresent(id -> lives.computeIfAbsent(id, Life::new)
                    .seen.add(Seen.in(each, keys.since(each))));
            each.call().about()
                    .ifPresent(id -> lives.computeIfAbsent(id, Life::new).asked.add(each));
        }
        lives.values().forEach(life -> life.seen.sort(Comparator.comparingLong(Seen::until)));
        return lives;
    }

    String id() {
        return id;
    }

    /// What was told of it, in the order of the answers.
    List<Seen> seen() {
        return Collections.unmodifiableList(seen);
    }

    List<Seen> seen(Seen.State state) {
        return seen.stream().filter(each -> each.state() == state).toList();
    }

    boolean ever(Seen.State state) {
        return seen.stream().anyMatch(each -> each.state() == state);
    }

    /// The calls that named it.
    List<Operation> asked() {
        return Collections.unmodifiableList(asked);
    }

    <C extends Call> List<Operation> asked(Class<C> call) {
        return asked.stream().filter(each -> call.isInstance(each.call())).toList();
    }

    /// Every deadline that anybody was told, the first one first: it only ever moves further away.
    List<Instant> deadlines() {
        return seen(Seen.State.HELD).stream()
                .map(Seen::at).filter(at -> at != null).distinct().sorted().toList();
    }

    Optional<Instant> deadline() {
        return deadlines().stream().max(Comparator.naturalOrder());
    }
}
