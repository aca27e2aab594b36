package holdfast.database;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A PostgreSQL that an earlier, killed server left behind. We hold the directory, so nobody works
/// with it any more; but only one that we started is ours to stop.
final class Orphan {
    private static final Logger LOG = LoggerFactory.getLogger(Orphan.class);
    private static final Duration FAST = Duration.ofSeconds(30);
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private Orphan() {}

    static void settle(DataDirectory directory) throws IOException, InterruptedException {
        Long pid = directory.noted();
        Optional<ProcessHandle> found = pid == null ? Optional.empty() : ProcessHandle.of(pid);
        if (found.isEmpty()) {
            // PostgreSQL itself clears away the note of a process that is gone.
            return;
        }
        ProcessHandle process = found.get();
        if (isOurs(process, directory)) {
            stop(process, directory);
        } else if (isSomethingElse(process)) {
            // The number was given again: after a restart of the machine, or in a new container.
            // PostgreSQL would take that process for itself and not start.
            Files.delete(directory.note());
        } else {
            throw new DatabaseException(
                    "A PostgreSQL that this server did not start (process "
                            + pid
                            + ") already runs on "
                            + directory.cluster()
                            + ": stop it first.");
        }
    }

    private static boolean isOurs(ProcessHandle process, DataDirectory directory) {
        List<String> words = process.info().arguments().map(List::of).orElseGet(List::<String>of);
        return words.contains("cluster_name=" + Launch.MARK)
                && words.contains(directory.cluster().toString());
    }

    private static boolean isSomethingElse(ProcessHandle process) {
        return process.info().command().map(command -> !command.contains("postgres")).orElse(false);
    }

    private static void stop(ProcessHandle process, DataDirectory directory)
            throws InterruptedException, IOException {
        LOG.warn(
                "A killed server left PostgreSQL (process {}) running on {}; stopping it.",
                process.pid(),
                directory.home());
        Leash.signal(process.pid(), "INT");
        if (!gone(process, FAST)) {
            Leash.signal(process.pid(), "QUIT");
            if (!gone(process, AT_ONCE)) {
                throw new DatabaseException(
                        "PostgreSQL (process "
                                + process.pid()
                                + "), left on "
                                + directory.home()
                                + " by a killed server, cannot be stopped.");
            }
        }
    }

    private static boolean gone(ProcessHandle process, Duration longest)
            throws InterruptedException {
        try {
            process.onExit().get(longest.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return !process.isAlive();
        }
    }
}
