package holdfast.bench.measure;

import holdfast.bench.sale.Sale;
import holdfast.bench.sale.WantedClaim;
import holdfast.bench.way.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Clients in a closed loop: each sends, waits for its answer and sends again, for a while.
///
/// @param seed the requests are drawn from it
public record ClosedLoop(int clients, Duration warmUp, Duration measured, long seed) {

    public Tally at(Way way, Sale sale) {
        long begin = System.nanoTime() + warmUp.toNanos();
        long end = begin + measured.toNanos();
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Future<Client>> futures = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                Client one = new Client(way, sale, begin, end);
                SplittableRandom own = random.split();
                futures.add(each.submit(() -> one.go(own)));
            }
            return sum(futures, begin, end);
        }
    }

    private static Tally sum(List<Future<Client>> futures, long begin, long end) {
        Latencies latencies = new Latencies();
        long[] sums = new long[4];
        long last = begin;
        for (Future<Client> future : futures) {
            Client client = done(future);
            latencies.add(client.latencies);
            sums[0] += client.told;
            sums[1] += client.granted;
            sums[2] += client.refused;
            sums[3] += client.gaveUp;
            last = Math.max(last, client.soldOut ? client.over : end);
        }
        double seconds = (Math.min(last, end) - begin) / 1e9;
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

    private static final class Client {
        private final Way way;
        private final Sale sale;
        private final long begin;
        private final long end;
        private final Latencies latencies = new Latencies();
        private long told;
        private long granted;
        private long refused;
        private long gaveUp;
        private boolean soldOut;
        private long over;

        Client(Way way, Sale sale, long begin, long end) {
            this.way = way;
            this.sale = sale;
            this.begin = begin;
            this.end = end;
        }

        Client go(SplittableRandom random) {
            while (System.nanoTime() < end) {
                Optional<WantedClaim> wish = sale.next(random);
                if (wish.isEmpty()) {
                    soldOut = true;
                    break;
                }
                ask(wish.get());
            }
            over = System.nanoTime();
            return this;
        }

        private void ask(WantedClaim wish) {
            long asked = System.nanoTime();
            Way.Answer answer = way.hold(wish);
            long answered = System.nanoTime();
            boolean counts = answered >= begin && answered < end;
            switch (answer) {
                case GRANTED -> {
                    sale.granted(wish);
                    told++;
                    if (counts) {
                        granted++;
                        latencies.add(answered - asked);
                    }
                }
                case REFUSED -> {
                    sale.refused(wish);
                    refused += counts ? 1 : 0;
                }
                case GAVE_UP -> gaveUp += counts ? 1 : 0;
            }
        }
    }
}
