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

    private final AvailabilityReader looking;
    private final LongAdder refused = new LongAdder();
    private final Map<What, CachedAvailability> seen = new ConcurrentHashMap<>();
    private final Set<What> reading = ConcurrentHashMap.newKeySet();
    private final Map<Object, Long> epochs = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();
    private volatile long first;

    AvailabilityCache(AvailabilityReader looking) {
        this.looking = looking;
    }

    /// The key of an entry: an inventory, or a limit's scope.
    private record What(String workspace, String kind, String id) {
        static What of(String workspace, Claim.Capacity claim) {
            return new What(workspace, "capacity", claim.pool());
        }

        static What of(String workspace, Claim.Seats claim) {
            return new What(workspace, "seats", claim.seatMap());
        }

        static What of(String workspace, Limit limit) {
            return new What(workspace, "limit", limit.scope());
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
            request.limits().forEach(limit -> turn(What.of(request.workspace(), limit)));
        }
    }

    private void turn(Object what) {
        epochs.put(what, last.incrementAndGet());
        if (epochs.size() > MOST) {
            // Everything that was read before has a lower epoch.
            first = last.incrementAndGet();
            epochs.clear();
            seen.clear();
        }
    }

    /// Both numbers are unique and only grow: an equal sum means that neither has changed.
    private long epoch(What what) {
        return epochs.getOrDefault(what.workspace, first) + epochs.getOrDefault(what, first);
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
                if (!(current(What.of(request.workspace(), limit))
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
                if (current(What.of(workspace, places))
                        .orElse(null) instanceof CachedAvailability.Pool pool) {
                    missing.places(item, places, pool);
                    return true;
                }
                return false;
            }
            case Claim.Seats seats -> {
                if (current(What.of(workspace, seats))
                        .orElse(null) instanceof CachedAvailability.Hall hall) {
                    missing.seats(item, seats, hall);
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
    private Optional<CachedAvailability> current(What what) {
        return Optional.ofNullable(seen.get(what))
                .filter(sight -> sight.reading().epoch() == epoch(what) && !sight.over());
    }

    /// Reads the entries that this request lacked, unless another thread is reading them.
    private void learn(HoldRequest request) {
        if (!simple(request)) {
            return;
        }
        String workspace = request.workspace();
        Set<What> wanted = new HashSet<>();
        request.claims().forEach(claim -> {
            switch (claim) {
                case Claim.Capacity places -> wanted.add(What.of(workspace, places));
                case Claim.Seats seats -> wanted.add(What.of(workspace, seats));
                case Claim.Time _ -> {}
            }
        });
        if (request.customer().isPresent()) {
            request.limits().forEach(limit -> wanted.add(What.of(workspace, limit)));
        }
        for (What what : wanted) {
            if (current(what).isEmpty() && reading.add(what)) {
                try {
                    read(what);
                } finally {
                    reading.remove(what);
                }
            }
        }
    }

    private void read(What what) {
        // The order matters: everything read below is at least as new as the epoch, and the
        // database's clock is not ahead of the time computed from `began`.
        long began = System.nanoTime();
        long epoch = epoch(what);
        Optional<CachedAvailability> before = Optional.ofNullable(seen.get(what));
        Optional<? extends CachedAvailability> sight = switch (what.kind) {
            case "capacity" -> looking.pool(what.workspace, what.id, began, epoch);
            case "seats" -> looking.hall(what.workspace, what.id, before, began, epoch);
            case "limit" -> looking.counted(what.workspace, what.id, began, epoch);
            default -> throw new IllegalStateException("no cached entry has the name " + what.kind);
        };
        boolean more = before.isEmpty() && sight.isPresent()
                && sight.get() instanceof CachedAvailability.Hall hall
                && seats() + hall.seats().size() > MOST_SEATS;
        if (more || seen.size() >= MOST) {
            seen.clear();
        }
        sight.ifPresentOrElse(now -> seen.put(what, now), () -> seen.remove(what));
    }

    private long seats() {
        return seen.values().stream()
                .mapToLong(each -> each instanceof CachedAvailability.Hall hall
                        ? hall.seats().size() : 0)
                .sum();
    }
}
