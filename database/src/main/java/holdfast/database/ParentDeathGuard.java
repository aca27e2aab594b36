package holdfast.database;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Stops PostgreSQL when this process ends. A small shell waits for the end of its input, which
/// comes when `release` closes it or when this process dies, however it dies. Then the shell sends
/// the signal for a fast shutdown: running transactions are rolled back, acknowledged ones are
/// written. This is the only way to stop, and it needs no shutdown hook. A hook would race with
/// work that still needs the database.
final class ParentDeathGuard {
    private static final String WAIT = """
            trap '' INT TERM HUP
            read -r _
            kill -INT "$0" 2>/dev/null
            """;
    private static final String SIGNAL = """
            kill "-$1" "$0"
            """;

    private final long pid;
    private final Process shell;

    private ParentDeathGuard(long pid, Process shell) {
        this.pid = pid;
        this.shell = shell;
    }

    static ParentDeathGuard on(long pid) throws IOException {
        List<String> words = new ArrayList<>(apart());
        words.addAll(List.of("sh", "-c", WAIT, Long.toString(pid)));
        return new ParentDeathGuard(
                pid,
                Command.builder(words)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start());
    }

    /// A prefix that starts a command in its own session, so that a terminal's Ctrl-C or a kill of
    /// this process group does not reach it. It must outlive this process long enough to stop in
    /// order.
    static List<String> apart() {
        return Command.find("setsid").map(List::of).orElse(List.of());
    }

    /// Stops the server.
    void release() {
        try {
            shell.getOutputStream().close();
            if (!shell.waitFor(5, TimeUnit.SECONDS) || shell.exitValue() != 0) {
                // The shell was killed.
                signal(pid, "INT");
            }
        } catch (IOException e) {
            signal(pid, "INT");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            signal(pid, "INT");
        }
    }

    /// Ends the guard without a signal: the server is gone, and its process id may be reused.
    void cut() {
        shell.destroyForcibly();
    }

    static void signal(long pid, String name) {
        Command.run(Duration.ofSeconds(5), List.of("sh", "-c", SIGNAL, Long.toString(pid), name));
    }
}
