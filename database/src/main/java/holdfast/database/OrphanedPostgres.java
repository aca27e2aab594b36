package holdfast.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stops a PostgreSQL that a killed server left behind. This process holds the directory's lock, so
/// no server uses that PostgreSQL any more. Only one that Holdfast started is stopped.
final class OrphanedPostgres {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanedPostgres.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
    private static final Duration FAST = Duration.ofSeconds(30);
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private OrphanedPostgres() {}

    static void settle(DataDirectory directory) throws IOException, InterruptedException {
        Long pid = directory.noted();
        if (pid == null) {
            return;
        }
        Optional<ProcessHandle> found = ProcessHandle.of(pid);
        if (found.isPresent()) {
            letDie(found.get());
        }
        if (found.isEmpty() || !runs(found.get()) || isSomethingElse(found.get())) {
            // The process id was reused, after a reboot or in a new container, or it belongs to a
            // zombie. PostgreSQL would take either for a running server, and not start.
            Files.deleteIfExists(directory.note());
            return;
        }
        ProcessHandle process = found.get();
        if (!isOurs(process, directory)) {
            throw new DatabaseException(
                    "A PostgreSQL that this server did not start (process " + pid
                            + ") already runs on " + directory.cluster() + ": stop it first.");
        }
        stop(process, directory);
        Files.deleteIfExists(directory.note());
    }

    /// Waits while the process has no arguments. A process that was just killed loses them before
    /// it is gone, and cannot be identified without them.
    private static void letDie(ProcessHandle process) throws InterruptedException {
        long end = System.nanoTime() + AT_ONCE.toNanos();
        while (runs(process) && process.info().arguments().isEmpty()
                && System.nanoTime() < end) {
            Thread.sleep(LOOK_AGAIN);
        }
    }

    private static boolean isOurs(ProcessHandle process, DataDirectory directory) {
        List<String> words = process.info().arguments().map(List::of).orElseGet(List::<String>of);
        return words.contains("cluster_name=" + PostgresLaunch.MARK)
                && words.contains(directory.cluster().toString());
    }

    private static boolean isSomethingElse(ProcessHandle process) {
        return process.info().command().map(command -> !command.contains("postgres")).orElse(false);
    }

    private static void stop(ProcessHandle process, DataDirectory directory)
            throws InterruptedException {
        LOG.warn(
                "A killed server left PostgreSQL (process {}) on {}; stopping it.",
                process.pid(),
                directory.home());
        ParentDeathGuard.signal(process.pid(), "INT");
        if (!gone(process, FAST)) {
            ParentDeathGuard.signal(process.pid(), "QUIT");
            if (!gone(process, AT_ONCE)) {
                throw new DatabaseException(
                        "PostgreSQL (process " + process.pid() + "), left on " + directory.home()
                                + " by a killed server, cannot be stopped.");
            }
        }
    }

    private static boolean gone(ProcessHandle process, Duration longest)
            throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (runs(process)) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(LOOK_AGAIN);
        }
        return true;
    }

    /// Whether the process runs. Java counts a zombie as alive. It is not a child of this process,
    /// and the first process of a container may never reap it.
    static boolean runs(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
        try {
            String line = Files.exists(stat) ? Files.readString(stat) : "";
            return !line.substring(line.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (IOException e) {
            // It ended meanwhile.
            return process.isAlive();
        }
    }
}
