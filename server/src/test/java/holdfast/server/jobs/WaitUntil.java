package holdfast.server.jobs;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits until a condition holds.
public final class WaitUntil {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private WaitUntil() {}

    public static void until(BooleanSupplier condition) throws InterruptedException {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new AssertionError("it did not come true within " + PATIENCE);
            }
            Thread.sleep(Duration.ofMillis(5));
        }
    }
}
