package holdfast.judge;

import holdfast.BlockOutcome.Blocked;
import holdfast.ExchangeOutcome.Exchanged;
import holdfast.ExtendOutcome.Extended;
import holdfast.Hold;
import holdfast.HoldOutcome.Granted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What the clients of a crowd know of each other: holds to act on, and requests to retry.
final class KnownHolds {
    private static final int MOST = 40;

    record Known(String workspace, String hold, int version) {}

    private final List<Known> holds = new ArrayList<>();
    private final List<Known> blocks = new ArrayList<>();
    private final List<RecordedCall> keyed = new ArrayList<>();

    synchronized void heard(String workspace, Object answer) {
        switch (answer) {
            case Granted granted -> add(holds, known(workspace, granted.hold()));
            case Extended extended -> add(holds, known(workspace, extended.hold()));
            case Exchanged exchanged -> add(holds, known(workspace, exchanged.hold()));
            case Blocked blocked -> add(blocks, known(workspace, blocked.block()));
            default -> {}
        }
    }

    synchronized void asked(RecordedCall call) {
        add(keyed, call);
    }

    private static Known known(String workspace, Hold hold) {
        return new Known(workspace, hold.id(), hold.version());
    }

    private static <T> void add(List<T> all, T one) {
        all.add(one);
        if (all.size() > MOST) {
            all.removeFirst();
        }
    }

    synchronized Optional<Known> hold(RandomGenerator random) {
        return any(holds, random);
    }

    synchronized Optional<Known> block(RandomGenerator random) {
        return any(blocks, random);
    }

    synchronized Optional<RecordedCall> keyed(RandomGenerator random) {
        return any(keyed, random);
    }

    /// Prefers recent ones, because old ones have ended.
    private static <T> Optional<T> any(List<T> all, RandomGenerator random) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        int back = (int) (all.size() * random.nextDouble() * random.nextDouble());
        return Optional.of(all.get(all.size() - 1 - back));
    }
}
