package holdfast.server;

import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the process when an uncaught exception or error kills a thread that the server needs: a
/// batch runner, the key cache's reader, the catalogue's reader, the check of the HTTP server's listener.
/// Without one of them the process would look healthy and do nothing. A supervisor starts a new one;
/// nothing acknowledged is lost.
///
/// A thread of a single request or stream ends alone. An OutOfMemoryError in a job ends a round of
/// that job and not the process, which is why the JVM is not set to exit on every such error.
final class UncaughtErrors implements Thread.UncaughtExceptionHandler {
    /// EX_SOFTWARE: an internal error.
    static final int STATUS = 70;
    private static final Logger LOG = LoggerFactory.getLogger(UncaughtErrors.class);

    private final IntConsumer end;

    UncaughtErrors(IntConsumer end) {
        this.end = end;
    }

    /// Installs the handler for all threads. Shutdown hooks do not run, because one may hang.
    static void endTheProcess() {
        Thread.setDefaultUncaughtExceptionHandler(
                new UncaughtErrors(Runtime.getRuntime()::halt));
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        boolean needed = needed(thread.getName());
        try {
            LOG.error("The thread {} died{}", thread.getName(),
                    needed ? ": the process cannot work without it and ends" : "", failure);
        } catch (Throwable loggingFailed) {
            loggingFailed.addSuppressed(failure);
        } finally {
            if (needed) {
                end.accept(STATUS);
            }
        }
    }

    private static boolean needed(String name) {
        return name.startsWith("holdfast-") || name.equals("catalogue")
                || (name.startsWith("server-") && name.endsWith("-listener"));
    }
}
