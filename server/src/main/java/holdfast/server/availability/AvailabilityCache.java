package holdfast.server.availability;

import holdfast.Claim;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Limit;
import holdfast.Refusal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// Caches what was last read of pools, seat maps and limits, for as long as a refusal from it
/// cannot be wrong on this node: until a unit may have been released here, until the next relevant
/// hold expires, and for a quarter of a second at most, because another node may have released
/// units.
final class AvailabilityCache {
    static final Duration AGE = Duration.ofMillis(250);
    private static final int MOST = 10_000;
    private static final long MOST_SEATS = 1_000_000;

    private final AvailabilityReader reader;
    private final LongAdder refused = new LongAdder();
    private final Map<Key, CachedAvailability> seen = new ConcurrentHashMap<>();
    private final Set<Key> reading = ConcurrentHashMap.newKeySet();
    private final Map<Object, Long> epochs = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();
    private volatile long first;

    AvailabilityCache(AvailabilityReader reader) {
        this.reader = reader;
    }

    /// The key of an entry: an inventory, or a limit's scope.
    private record Key(String workspace, String kind, String id) {
        static Key of(String workspace, Claim.Capacity claim) {
            return new Key(workspace, "capacity", claim.pool());
        }

        static Key of(String workspace, Claim.Seats claim) {
            return new Key(workspace, "seats", claim.seatMap());
        }

        static Key of(String workspace, Limit limit) {
            return new Key(workspace, "limit", limit.scope());
        }
    }

    /// Invalidates everything read so far, including reads that are still running.
    void forget(String workspace) {
        turn(workspace);
    }

    /// How many requests were refused.
    long refused() {
        return refused.sum();
    }

    /// Takes note of the engine's answer, and returns it.
    HoldOutcome learned(HoldRequest request, HoldOutcome outcome) {
        if (outcome instanceof HoldOutcome.Granted) {
            granted(request);
        } else if (outcome instanceof Refusal.Unavailable) {
            learn(request);
        }
        return outcome;
    }

    /// Invalidates these limits: the customer now has units within them.
    private void granted(HoldRequest request) {
        if (request.customer().isPresent()) {
            request.limits().forEach(limit -> turn(Key.of(request.workspace(), limit)));
        }
    }

    private void turn(Object key) {
        epochs.put(key, last.incrementAndGet());
        if (epochs.size() > MOST) {
            // Everything that was read before has a lower epoch.
            first = last.incrementAndGet();
            epochs.clear();
            seen.clear();
        }
    }

    /// Both numbers are unique and only grow: an equal sum means that neither has changed.
    private long epoch(Key key) {
        return epochs.getOrDefault(key.workspace, first) + epochs.getOrDefault(key, first);
    }

    /// Whether the cache may answer: places and seats without a key, because the answer to a key is
    /// stored for ever.
    private static boolean simple(HoldRequest request) {
        return request.key().isEmpty()
                && request.holdFor().compareTo(HoldRequest.USUAL) <= 0
                && request.claims().stream().noneMatch(Claim.Time.class::isInstance)
                && request.limits().stream().allMatch(limit -> fits(limit, request.limits()));
    }

    /// Whether a limit allows so much for a customer who has nothing yet.
    private static boolean fits(Limit limit, List<Limit> all) {
        return all.stream().filter(each -> each.scope().equals(limit.scope()))
                .mapToLong(Limit::takes).sum() <= limit.most();
    }

    Optional<Refusal.Unavailable> refusal(HoldRequest request) {
        if (seen.isEmpty() || !simple(request)) {
            return Optional.empty();
        }
        CachedShortages missing = new CachedShortages();
        List<Claim> claims = request.claims();
        for (int item = 0; item < claims.size(); item++) {
            if (!look(missing, request.workspace(), item, claims.get(item))) {
                return Optional.empty();
            }
        }
        if (request.customer().isPresent()) {
            for (Limit limit : request.limits()) {
                if (!(current(Key.of(request.workspace(), limit))
                        .orElse(null) instanceof CachedAvailability.Counted counted)) {
                    return Optional.empty();
                }
                missing.counts(request.customer().get(), counted);
            }
        }
        Optional<Refusal.Unavailable> refusal = missing.refusal();
        if (refusal.isPresent()) {
            refused.increment();
        }
        return refusal;
    }

    private boolean look(CachedShortages missing, String workspace, int item, Claim claim) {
        switch (claim) {
            case Claim.Capacity places -> {
                if (current(Key.of(workspace, places))
                        .orElse(null) instanceof CachedAvailability.Pool pool) {
                    missing.places(item, places, pool);
                    return true;
                }
                return false;
            }
            case Claim.Seats seats -> {
                if (current(Key.of(workspace, seats))
                        .orElse(null) instanceof CachedAvailability.SeatMap map) {
                    missing.seats(item, seats, map);
                    return true;
                }
                return false;
            }
            case Claim.Time _ -> {
                return false;
            }
        }
    }

    /// The entry, if it is still valid.
    private Optional<CachedAvailability> current(Key key) {
        return Optional.ofNullable(seen.get(key))
                .filter(entry -> entry.reading().epoch() == epoch(key) && !entry.over());
    }

    /// Reads the entries that this request lacked, unless another thread is reading them.
    private void learn(HoldRequest request) {
        if (!simple(request)) {
            return;
        }
        String workspace = request.workspace();
        Set<Key> wanted = new HashSet<>();
        request.claims().forEach(claim -> {
            switch (claim) {
                case Claim.Capacity places -> wanted.add(Key.of(workspace, places));
                case Claim.Seats seats -> wanted.add(Key.of(workspace, seats));
                case Claim.Time _ -> {}
            }
        });
        if (request.customer().isPresent()) {
            request.limits().forEach(limit -> wanted.add(Key.of(workspace, limit)));
        }
        for (Key key : wanted) {
            if (current(key).isEmpty() && reading.add(key)) {
                try {
                    read(key);
                } finally {
                    reading.remove(key);
                }
            }
        }
    }

    private void read(Key key) {
        // The order matters: everything read below is at least as new as the epoch, and the
        // database's clock is not ahead of the time computed from `began`.
        long began = System.nanoTime();
        long epoch = epoch(key);
        Optional<CachedAvailability> before = Optional.ofNullable(seen.get(key));
        Optional<? extends CachedAvailability> entry = switch (key.kind) {
            case "capacity" -> reader.pool(key.workspace, key.id, began, epoch);
            case "seats" -> reader.map(key.workspace, key.id, before, began, epoch);
            case "limit" -> reader.counted(key.workspace, key.id, began, epoch);
            default -> throw new IllegalStateException("no cached entry has the name " + key.kind);
        };
        boolean more = before.isEmpty() && entry.isPresent()
                && entry.get() instanceof CachedAvailability.SeatMap map
                && seats() + map.seats().size() > MOST_SEATS;
        if (more || seen.size() >= MOST) {
            seen.clear();
        }
        entry.ifPresentOrElse(now -> seen.put(key, now), () -> seen.remove(key));
    }

    private long seats() {
        return seen.values().stream()
                .mapToLong(each -> each instanceof CachedAvailability.SeatMap map
                        ? map.seats().size() : 0)
                .sum();
    }
}
