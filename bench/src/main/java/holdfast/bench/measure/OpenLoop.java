package holdfast.bench.measure;

import holdfast.bench.sale.Sale;
import holdfast.bench.sale.WantedClaim;
import holdfast.bench.way.Way;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// An open loop: a fixed number of requests is due each second, whether or not earlier ones are
/// answered. Latency counts from when a request was due, so time in the client's queue counts too.
///
/// @param perSecond how many are due in each second
public record OpenLoop(int perSecond, Duration warmUp, Duration measured, long seed) {
    private static final int MOST_WAITING = 50_000;

    public Tally at(Way way, Sale sale) {
        long total = Math.round(perSecond * (warmUp.plus(measured).toNanos() / 1e9));
        long counted = Math.round(perSecond * (warmUp.toNanos() / 1e9));
        Visits visits = new Visits(way, sale);
        SplittableRandom random = new SplittableRandom(seed);
        AtomicInteger waiting = new AtomicInteger();
        CountDownLatch left = new CountDownLatch(Math.toIntExact(total));
        long begin = System.nanoTime();
        for (long request = 0; request < total; request++) {
            long due = begin + Math.round(request * 1e9 / perSecond);
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            Optional<WantedClaim> wish = sale.next(random);
            if (wish.isEmpty() || waiting.get() >= MOST_WAITING) {
                visits.turnedAway();
                left.countDown();
                continue;
            }
            waiting.incrementAndGet();
            boolean counts = request >= counted;
            Thread.startVirtualThread(() -> {
                visits.one(wish.get(), due, counts);
                waiting.decrementAndGet();
                left.countDown();
            });
        }
        await(left);
        return visits.tally(measured.toNanos() / 1e9);
    }

    private static void await(CountDownLatch left) {
        try {
            left.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /// Adds up the visits under its monitor, in which no thread waits for anything.
    private static final class Visits {
        private final Way way;
        private final Sale sale;
        private final Latencies latencies = new Latencies();
        private final AtomicReference<@Nullable RuntimeException> failure =
                new AtomicReference<>();
        private long acknowledged;
        private long refused;
        private long gaveUp;

        Visits(Way way, Sale sale) {
            this.way = way;
            this.sale = sale;
        }

        void one(WantedClaim wish, long due, boolean counts) {
            try {
                Way.Answer answer = way.hold(wish);
                if (answer == Way.Answer.GRANTED) {
                    sale.granted(wish);
                }
                note(answer, System.nanoTime() - due, counts);
            } catch (RuntimeException broken) {
                failure.compareAndSet(null, broken);
            }
        }

        private synchronized void note(Way.Answer answer, long nanos, boolean counts) {
            switch (answer) {
                case GRANTED -> {
                    acknowledged++;
                    if (counts) {
                        latencies.add(nanos);
                    }
                }
                case REFUSED, REPEATED -> refused++;
                case GAVE_UP -> gaveUp++;
            }
        }

        synchronized void turnedAway() {
            gaveUp++;
        }

        synchronized Tally tally(double seconds) {
            RuntimeException broken = failure.get();
            if (broken != null) {
                throw new IllegalStateException("a visit failed", broken);
            }
            return new Tally(acknowledged, latencies.count(), refused, gaveUp, seconds, latencies);
        }
    }
}
