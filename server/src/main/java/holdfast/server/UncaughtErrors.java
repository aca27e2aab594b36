package holdfast.server;

import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the process when a thread that it cannot go on without has died of an exception or error
/// that nothing caught: a batch runner, the reader of keys, the reader of catalogue changes. A
/// process without one of them would seem to work and do nothing; whatever supervises it starts a
/// new one, and nothing that was acknowledged is lost.
///
/// The thread of a single request or watcher ends alone. An error of memory in a job ends a round
/// of that job and not the process, which is why the JVM is not told to exit on every such error.
final class UncaughtErrors implements Thread.UncaughtExceptionHandler {
    /// EX_SOFTWARE: an internal error.
    static final int STATUS = 70;
    private static final Logger LOG = LoggerFactory.getLogger(UncaughtErrors.class);

    private final IntConsumer end;

    UncaughtErrors(IntConsumer end) {
        this.end = end;
    }

    /// From now on, for all threads of this process. No shutdown hook runs: one may hang.
    static void endTheProcess() {
        Thread.setDefaultUncaughtExceptionHandler(
                new UncaughtErrors(Runtime.getRuntime()::halt));
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        boolean needed = needed(thread.getName());
        try {
            LOG.error("The thread {} died{}", thread.getName(),
                    needed ? ", and this process ends because it needs it" : "", failure);
        } catch (Throwable untold) {
            untold.addSuppressed(failure);
        } finally {
            if (needed) {
                end.accept(STATUS);
            }
        }
    }

    private static boolean needed(String name) {
        return name.startsWith("holdfast-") || name.equals("catalogue");
    }
}
