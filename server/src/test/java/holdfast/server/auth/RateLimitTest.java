package holdfast.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class RateLimitTest {
    private static final long SECOND = 1_000_000_000;

    /// One node never asks the database. The origin of nanoTime is arbitrary, and its values may be negative.
    private final AtomicLong clock = new AtomicLong(-5 * SECOND);
    private final RateLimit rate =
            new RateLimit(new RateLimit.Policy("address", 50, 10), 3, clock::get,
                    new RateLeases(new PGSimpleDataSource()));

    @Test
    void allowsABurstAndThenARate() {
        for (int left = 49; left >= 0; left--) {
            assertThat(rate.take("a")).returns(true, RateLimit.Decision::allowed)
                    .returns((long) left, RateLimit.Decision::remaining);
        }
        assertThat(rate.take("a")).isEqualTo(new RateLimit.Decision(false, 0, 10, 1));
        assertThat(rate.take("b").allowed()).isTrue();
        clock.addAndGet(SECOND);
        for (int again = 0; again < 5; again++) {
            assertThat(rate.take("a").allowed()).isTrue();
        }
        assertThat(rate.take("a").allowed()).isFalse();
        clock.addAndGet(3_600 * SECOND);
        assertThat(rate.take("a").remaining()).isEqualTo(49);
    }

    @Test
    void doesNotCountRefusals() {
        for (int request = 0; request < 500; request++) {
            rate.take("a");
        }
        clock.addAndGet(SECOND / 5);
        assertThat(rate.take("a").allowed()).isTrue();
    }

    @Test
    void describesItsPolicy() {
        assertThat(rate.policy().text()).isEqualTo("\"address\";q=50;w=10");
    }

    @Test
    void forgetsIdleClients() {
        rate.take("a");
        rate.take("b");
        rate.take("c");
        assertThat(rate.remembered()).isEqualTo(3);
        rate.take("d");
        assertThat(rate.remembered()).isEqualTo(3);
        clock.addAndGet(20 * SECOND);
        rate.take("e");
        assertThat(rate.remembered()).isEqualTo(1);
    }

    @Test
    void boundsMemoryAndLimitsManyAddresses() {
        int allowed = 0;
        for (int address = 0; address < 200_000; address++) {
            allowed += rate.take("address " + address).allowed() ? 1 : 0;
        }
        assertThat(rate.remembered()).isEqualTo(3);
        assertThat(allowed).isBetween(3, 3 + 1_024 * 50);
    }

    @Test
    void allowsConcurrentRequestsNoMoreThanSequentialOnes() {
        AtomicInteger allowed = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int request = 0; request < 2_000; request++) {
                threads.execute(() -> {
                    if (rate.take("a").allowed()) {
                        allowed.incrementAndGet();
                    }
                });
            }
        }
        assertThat(allowed).hasValue(50);
    }
}
