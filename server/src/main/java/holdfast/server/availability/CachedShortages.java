package holdfast.server.availability;

import holdfast.Claim;
import holdfast.Refusal;
import holdfast.Shortage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Computes the shortages of one request from the cache, claim by claim, as the engine would have
/// answered at the time of the reads; empty where the cache does not determine all of that.
final class CachedShortages {
    private final List<Shortage> shortages = new ArrayList<>();
    private final Map<String, Long> left = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private final Map<String, Set<String>> given = new HashMap<>();
    private Instant oldest = Instant.MAX;
    private boolean all = true;

    void places(int item, Claim.Capacity claim, CachedAvailability.Pool pool) {
        sees(pool);
        if (pool.places() > 0) {
            open.add(claim.pool());
        }
        long has = left.getOrDefault(claim.pool(), Math.max(0, pool.places()));
        if (has < claim.quantity()) {
            shortages.add(new Shortage(
                    item, claim.pool(), claim.quantity(), has, List.of()));
        } else {
            left.put(claim.pool(), has - claim.quantity());
        }
    }

    void seats(int item, Claim.Seats claim, CachedAvailability.SeatMap map) {
        sees(map);
        long now = map.reading().now();
        switch (claim.choice()) {
            case Claim.Named named -> {
                Set<String> ours = given.computeIfAbsent(
                        claim.seatMap(), any -> new HashSet<>());
                List<String> taken = named.names().stream()
                        .filter(seat -> map.seats().taken(seat, now) || ours.contains(seat))
                        .toList();
                if (!named.names().stream().allMatch(map.seats()::has)) {
                    all = false;
                } else if (taken.isEmpty()) {
                    ours.addAll(named.names());
                } else {
                    shortages.add(new Shortage(item, claim.seatMap(), named.count(),
                            (long) named.count() - taken.size(), taken));
                }
            }
            case Claim.Best best -> {
                // Only the engine knows whether a party fits; a full map fits none.
                all &= map.full(now);
                shortages.add(new Shortage(
                        item, claim.seatMap(), best.count(), 0, List.of()));
            }
        }
    }

    /// A customer who has nothing within a limit's scope has not reached the limit.
    void counts(String customer, CachedAvailability.Counted counted) {
        sees(counted);
        all &= !counted.customers().contains(customer);
    }

    private void sees(CachedAvailability sight) {
        Instant at = sight.reading().at();
        oldest = at.isBefore(oldest) ? at : oldest;
    }

    /// Two pools with places left may lie inside the same bigger pool. Then a claim on one reduces
    /// the other, which the separate reads do not show.
    Optional<Refusal.Unavailable> refusal() {
        return all && open.size() <= 1 && !shortages.isEmpty()
                ? Optional.of(new Refusal.Unavailable(shortages, Optional.of(oldest)))
                : Optional.empty();
    }
}
