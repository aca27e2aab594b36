package holdfast.proof.crash;

import holdfast.judge.Recorder;
import java.time.Duration;
import java.util.SplittableRandom;

/// Injects a crash several times, each time after the crowd has had enough answers again.
final class CrashInjector {
    private static final int BUSY = 150;
    private static final long LONGEST = Duration.ofSeconds(15).toNanos();

    private final Recorder recorder;
    private final Thread thread;

    CrashInjector(SplittableRandom random, Recorder recorder, int times, Runnable strike) {
        this.recorder = recorder;
        thread = Thread.ofPlatform().start(() -> {
            try {
                for (int time = 0; time < times; time++) {
                    awaitAnswers(BUSY + random.nextInt(BUSY));
                    strike.run();
                }
                awaitAnswers(BUSY);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void awaitAnswers(int more) throws InterruptedException {
        int enough = recorder.answered().size() + more;
        long end = System.nanoTime() + LONGEST;
        while (recorder.answered().size() < enough && System.nanoTime() < end) {
            Thread.sleep(10);
        }
    }

    boolean done() {
        return !thread.isAlive();
    }
}
