package holdfast.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running PostgreSQL: a child process with a `ParentDeathGuard`; its log goes to this
/// process's log.
final class Postmaster {
    private static final Logger LOG = LoggerFactory.getLogger("holdfast.postgres");
    private static final int KEPT_LINES = 30;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
    private static final Duration FAST = Duration.ofSeconds(30);
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private static final Duration REPEATED = Duration.ofSeconds(10);
    /// What a caller is told and handles: constraint violations, lock timeouts, cancelled
    /// statements and connections that a stop or a caller ended.
    private static final Pattern EXPECTED = Pattern.compile(
            "^(?!53...|58...|XX...|25006|F0...)[0-9A-Z]{5} (ERROR|DETAIL|HINT|CONTEXT|STATEMENT):"
                    + "|^(57P01|57P03|57014|08...|25P03|25P04) FATAL:");
    private static final Pattern SERIOUS =
            Pattern.compile("^(?:[0-9A-Z]{5} )?(?:ERROR|FATAL|PANIC|WARNING):");

    private final Process process;
    private final int port;
    private final ParentDeathGuard guard;
    private final Deque<String> last = new ArrayDeque<>();
    private final ReentrantLock lastLock = new ReentrantLock();
    private final Thread reader;
    private String serious = "";
    private long seriousAt;

    private Postmaster(Process process, int port, ParentDeathGuard guard) {
        this.process = process;
        this.port = port;
        this.guard = guard;
        this.reader =
                Thread.ofPlatform().daemon().name("holdfast-postgres-log").start(this::readLog);
    }

    static Postmaster start(List<String> words, int port) throws IOException {
        List<String> apart = new ArrayList<>(ParentDeathGuard.apart());
        apart.addAll(words);
        Process process = Command.builder(apart).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            return new Postmaster(process, port, ParentDeathGuard.on(process.pid()));
        } catch (IOException e) {
            // Without a guard it would outlive this process.
            process.destroyForcibly();
            throw e;
        }
    }

    long pid() {
        return process.pid();
    }

    int port() {
        return port;
    }

    /// Waits until connections are accepted: the last line of postmaster.pid says so, the same sign
    /// that pg_ctl waits for. A look is cheap, so it looks often.
    void awaitReady(Path note, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (!ready(note)) {
            if (!process.isAlive()) {
                awaitEnd();
                throw new DatabaseException(
                        "PostgreSQL stopped while starting (exit status " + process.exitValue()
                                + "). Its output: " + output());
            }
            if (System.nanoTime() > end) {
                stop();
                throw new DatabaseException(
                        "PostgreSQL was not ready after " + longest.toSeconds() + " s. Its output: "
                                + output());
            }
            Thread.sleep(LOOK_AGAIN);
        }
    }

    private boolean ready(Path note) {
        try {
            List<String> lines = Files.readAllLines(note);
            return lines.size() >= 8
                    && lines.getFirst().strip().equals(Long.toString(pid()))
                    && lines.get(7).strip().equals("ready");
        } catch (IOException e) {
            // Not written yet, or being written.
            return false;
        }
    }

    /// Waits for the end of the process and of its log.
    int awaitEnd() throws InterruptedException {
        int exit = process.waitFor();
        reader.join(Duration.ofSeconds(1));
        guard.cut();
        return exit;
    }

    void stop() {
        if (!process.isAlive()) {
            guard.cut();
            return;
        }
        guard.release();
        try {
            if (process.waitFor(FAST.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            LOG.warn(
                    "PostgreSQL (process {}) did not stop in {} s; stopping it at once.",
                    pid(),
                    FAST.toSeconds());
            ParentDeathGuard.signal(pid(), "QUIT");
            if (!process.waitFor(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String output() {
        lastLock.lock();
        try {
            return last.isEmpty() ? "nothing" : String.join("\n", last);
        } finally {
            lastLock.unlock();
        }
    }

    private void readLog() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!EXPECTED.matcher(line).find()) {
                    keep(line);
                    log(line);
                }
            }
        } catch (IOException e) {
            LOG.debug("The log of PostgreSQL ended.", e);
        }
    }

    /// A full disk fails every statement: the same line again within a while is not logged.
    private void log(String line) {
        if (!SERIOUS.matcher(line).find()) {
            LOG.info("{}", line);
            return;
        }
        long now = System.nanoTime();
        if (!line.equals(serious) || now - seriousAt > REPEATED.toNanos()) {
            serious = line;
            seriousAt = now;
            LOG.error("{}", line);
        }
    }

    private void keep(String line) {
        lastLock.lock();
        try {
            if (last.size() == KEPT_LINES) {
                last.removeFirst();
            }
            last.addLast(line);
        } finally {
            lastLock.unlock();
        }
    }
}
