package holdfast.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All requests and answers about one hold.
final class HoldLife {
    private final String id;
    private final List<ObservedHold> seen = new ArrayList<>();
    private final List<Operation> asked = new ArrayList<>();

    private HoldLife(String id) {
        this.id = id;
    }

    static Map<String, HoldLife> all(List<Operation> operations, KeyUse keys) {
        Map<String, HoldLife> lives = new HashMap<>();
        for (Operation each : operations) {
            Optional<String> shown = ObservedHold.of(each);
            shown.ifPresent(id -> lives.computeIfAbsent(id, HoldLife::new).seen
                    .add(ObservedHold.in(each, keys.since(each))));
            each.call().about()
                    .ifPresent(id -> lives.computeIfAbsent(id, HoldLife::new).asked.add(each));
        }
        lives.values()
                .forEach(life -> life.seen.sort(Comparator.comparingLong(ObservedHold::until)));
        return lives;
    }

    String id() {
        return id;
    }

    /// Its observations, in the order of the answers.
    List<ObservedHold> seen() {
        return Collections.unmodifiableList(seen);
    }

    List<ObservedHold> seen(ObservedHold.State state) {
        return seen.stream().filter(each -> each.state() == state).toList();
    }

    boolean ever(ObservedHold.State state) {
        return seen.stream().anyMatch(each -> each.state() == state);
    }

    /// The requests that name it.
    List<Operation> asked() {
        return Collections.unmodifiableList(asked);
    }

    <C extends RecordedCall> List<Operation> asked(Class<C> call) {
        return asked.stream().filter(each -> call.isInstance(each.call())).toList();
    }

    /// Every deadline in an answer, the earliest first. A deadline only moves later.
    List<Instant> deadlines() {
        return seen(ObservedHold.State.HELD).stream()
                .map(ObservedHold::at).filter(at -> at != null).distinct().sorted().toList();
    }

    Optional<Instant> deadline() {
        return deadlines().stream().max(Comparator.naturalOrder());
    }
}
