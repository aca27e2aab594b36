package holdfast.bench.way;

import holdfast.bench.sale.WantedClaim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/// A lock in Redis around a read and a write: SET key token NX PX lease, polled until it is
/// acquired, and deleted afterwards if its token is still the same. One key for a pool, a calendar
/// or a seat.
final class RedisLock implements Way {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String RELEASE = """
            if redis.call('get', KEYS[1]) == ARGV[1] then
                return redis.call('del', KEYS[1])
            end
            return 0""";

    private final RedisClient redis;
    private final Way inside;
    private final Duration lease;
    private final Duration poll;

    RedisLock(RedisClient redis, Way inside, Duration lease, Duration poll) {
        this.redis = redis;
        this.inside = inside;
        this.lease = lease;
        this.poll = poll;
    }

    @Override
    public Answer hold(WantedClaim wish) {
        String token = UUID.randomUUID().toString();
        List<String> held = new ArrayList<>();
        try {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            for (String key : keys(wish)) {
                if (!taken(key, token, deadline)) {
                    return Answer.GAVE_UP;
                }
                held.add(key);
            }
            return inside.hold(wish);
        } finally {
            held.forEach(key -> redis.eval(RELEASE, List.of(key), List.of(token)));
        }
    }

    /// Seats in one order, so that two requests for the same ones do not deadlock.
    private static List<String> keys(WantedClaim wish) {
        return switch (wish) {
            case WantedClaim.Places it -> List.of("pool/" + it.workspace() + "/" + it.pool());
            case WantedClaim.Seats it -> it.names().stream().sorted()
                    .map(seat -> "seat/" + it.workspace() + "/" + it.seatMap() + "/" + seat)
                    .toList();
            case WantedClaim.Time it -> List.of("calendar/" + it.workspace() + "/" + it.calendar());
            case WantedClaim.Limited it -> keys(it.places());
            case WantedClaim.Keyed it -> keys(it.places());
            // The kinds in one order too.
            case WantedClaim.Basket it -> Stream.of(it.places(), it.seats(), it.time())
                    .flatMap(each -> keys(each).stream()).toList();
        };
    }

    private boolean taken(String key, String token, long deadline) {
        SetParams once = SetParams.setParams().nx().px(lease.toMillis());
        while (redis.set(key, token, once) == null) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause();
        }
        return true;
    }

    private void pause() {
        long nanos = poll.toNanos();
        try {
            Thread.sleep(Duration.ofNanos(
                    nanos / 2 + ThreadLocalRandom.current().nextLong(nanos)));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    @Override
    public void close() {
        inside.close();
        redis.close();
    }
}
