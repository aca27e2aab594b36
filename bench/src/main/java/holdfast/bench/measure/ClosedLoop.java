package holdfast.bench.measure;

import holdfast.bench.sale.Sale;
import holdfast.bench.sale.WantedClaim;
import holdfast.bench.way.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Clients in a closed loop: each sends, waits for its answer and sends again. They do so until
/// their rate is stable, and then for the measured time.
///
/// @param seed the requests are drawn from it
public record ClosedLoop(int clients, WarmUp warmUp, Duration measured, long seed) {

    /// The answers of the measured time.
    ///
    /// @param warmedFor how long the warm-up took
    /// @param stable    whether the rate was stable at its end
    public record Run(Tally tally, Duration warmedFor, boolean stable) {}

    public Run at(Way way, Sale sale) {
        Clock clock = new Clock(clients);
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Future<Client>> futures = new ArrayList<>();
            long began = System.nanoTime();
            for (int client = 0; client < clients; client++) {
                Client one = new Client(way, sale, clock);
                SplittableRandom own = random.split();
                futures.add(each.submit(() -> one.go(own)));
            }
            boolean stable = clock.warm(warmUp);
            clock.measure(measured);
            Duration warmedFor = Duration.ofNanos(clock.begin - began);
            return new Run(sum(futures, clock), warmedFor, stable);
        }
    }

    private static Tally sum(List<Future<Client>> futures, Clock clock) {
        Latencies latencies = new Latencies();
        long[] sums = new long[4];
        long last = clock.begin;
        for (Future<Client> future : futures) {
            Client client = done(future);
            latencies.add(client.latencies);
            sums[0] += client.acknowledged;
            sums[1] += client.granted;
            sums[2] += client.refused;
            sums[3] += client.gaveUp;
            last = Math.max(last, client.soldOut ? client.over : clock.end);
        }
        double seconds = (Math.min(last, clock.end) - clock.begin) / 1e9;
        return new Tally(sums[0], sums[1], sums[2], sums[3], seconds, latencies);
    }

    private static Client done(Future<Client> future) {
        try {
            return future.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a client failed", failure.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /// The time of a run, which all clients read. Nothing counts before it has begun.
    private static final class Clock {
        private final LongAdder granted = new LongAdder();
        private final CountDownLatch going;
        private volatile long begin = Long.MAX_VALUE;
        private volatile long end = Long.MAX_VALUE;

        Clock(int clients) {
            this.going = new CountDownLatch(clients);
        }

        /// Returns whether the rate is stable.
        boolean warm(WarmUp warmUp) {
            List<Double> rates = new ArrayList<>();
            long before = 0;
            long since = System.nanoTime();
            while (rates.size() < warmUp.most() && !over(warmUp.window())) {
                long all = granted.sum();
                long now = System.nanoTime();
                rates.add((all - before) * 1e9 / (now - since));
                if (WarmUp.stable(rates)) {
                    return true;
                }
                before = all;
                since = now;
            }
            return false;
        }

        /// Waits, and returns whether all clients have finished.
        private boolean over(Duration window) {
            try {
                return going.await(window.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stop);
            }
        }

        void measure(Duration measured) {
            long now = System.nanoTime();
            end = now + measured.toNanos();
            begin = now;
        }
    }

    private static final class Client {
        private final Way way;
        private final Sale sale;
        private final Clock clock;
        private final Latencies latencies = new Latencies();
        private long acknowledged;
        private long granted;
        private long refused;
        private long gaveUp;
        private boolean soldOut;
        private long over;

        Client(Way way, Sale sale, Clock clock) {
            this.way = way;
            this.sale = sale;
            this.clock = clock;
        }

        Client go(SplittableRandom random) {
            try {
                while (System.nanoTime() < clock.end) {
                    Optional<WantedClaim> wish = sale.next(random);
                    if (wish.isEmpty()) {
                        soldOut = true;
                        break;
                    }
                    ask(wish.get());
                }
                over = System.nanoTime();
                return this;
            } finally {
                clock.going.countDown();
            }
        }

        private void ask(WantedClaim wish) {
            long asked = System.nanoTime();
            Way.Answer answer = way.hold(wish);
            long answered = System.nanoTime();
            boolean counts = answered >= clock.begin && answered < clock.end;
            switch (answer) {
                case GRANTED -> {
                    sale.granted(wish);
                    acknowledged++;
                    clock.granted.increment();
                    if (counts) {
                        granted++;
                        latencies.add(answered - asked);
                    }
                }
                case REFUSED -> {
                    sale.refused(wish);
                    refused += counts ? 1 : 0;
                }
                case REPEATED -> refused += counts ? 1 : 0;
                case GAVE_UP -> gaveUp += counts ? 1 : 0;
            }
        }
    }
}
