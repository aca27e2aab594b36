package holdfast.server.live;

import holdfast.Claim;
import holdfast.Free;
import holdfast.HoldOutcome;
import holdfast.Holdfast;
import holdfast.Refusal;
import holdfast.Shortage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// How many places pools had when they were last read, for as long as that cannot be too few: until
/// something may have been given back on this node, until the next hold lapses, and for a quarter
/// of a second at most, because another node may have given something back.
final class Scarcity {
    static final Duration AGE = Duration.ofMillis(250);
    private static final int MOST = 10_000;

    private record Pool(String workspace, String pool) {}

    /// What was read, and how long it counts: till `end` on this machine's stopwatch.
    private record Seen(long places, long epoch, long end) {}

    private final Map<Pool, Seen> seen = new ConcurrentHashMap<>();
    private final Map<Pool, Boolean> reading = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> epochs = new ConcurrentHashMap<>();

    private AtomicLong epoch(String workspace) {
        return epochs.computeIfAbsent(workspace, word -> new AtomicLong());
    }

    /// What was read until now counts no more, even if its reader has not come back yet.
    void forget(String workspace) {
        epoch(workspace).incrementAndGet();
    }

    Optional<HoldOutcome> refusal(String workspace, Claim.Capacity claim) {
        Seen last = seen.get(new Pool(workspace, claim.pool()));
        if (last == null || last.places >= claim.quantity()
                || last.epoch != epoch(workspace).get() || System.nanoTime() - last.end >= 0) {
            return Optional.empty();
        }
        return Optional.of(new Refusal.Unavailable(List.of(new Shortage(
                0, claim.pool(), claim.quantity(), last.places, List.of()))));
    }

    /// Reads a pool, unless somebody does already.
    void learn(Holdfast engine, String workspace, String id) {
        Pool pool = new Pool(workspace, id);
        if (reading.putIfAbsent(pool, true) != null) {
            return;
        }
        try {
            // In this sequence: everything that follows is at least as new as the epoch, and the
            // database's clock is not ahead of what the stopwatch says from here on.
            long began = System.nanoTime();
            long epoch = epoch(workspace).get();
            Instant now = engine.now();
            engine.freePlaces(workspace, id).filter(Free.Places::onSale).ifPresent(free -> {
                Duration left = free.lapses().map(next -> Duration.between(now, next))
                        .filter(each -> each.compareTo(AGE) < 0).orElse(AGE);
                if (seen.size() >= MOST) {
                    seen.clear();
                }
                seen.put(pool, new Seen(
                        Math.max(0, free.places()), epoch, began + left.toNanos()));
            });
        } finally {
            reading.remove(pool);
        }
    }
}
