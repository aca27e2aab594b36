package holdfast.database;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Ties a PostgreSQL to this process: a tiny shell waits for the end of its input, which comes when
/// we let go or when we are dead, however we died, and then asks the server to stop ("fast":
/// whatever is running is rolled back, what was acknowledged is written). So there is one way to
/// stop, and it needs no shutdown hook: a hook would race those that still have to finish their
/// work with the database.
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

    /// Words that put a command into a session of its own, out of reach of a terminal's Ctrl-C and
    /// of a kill that is meant for our whole group: it must outlive us by the moment it takes to
    /// stop in order.
    static List<String> apart() {
        return Command.find("setsid").map(List::of).orElse(List.of());
    }

    /// Lets go: the server stops.
    void release() {
        try {
            shell.getOutputStream().close();
            if (!shell.waitFor(5, TimeUnit.SECONDS) || shell.exitValue() != 0) {
                // Somebody killed the shell.
                signal(pid, "INT");
            }
        } catch (IOException e) {
            signal(pid, "INT");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            signal(pid, "INT");
        }
    }

    /// The server is gone already: its number may soon be somebody else's, who must not get a
    /// signal.
    void cut() {
        shell.destroyForcibly();
    }

    static void signal(long pid, String name) {
        Command.run(Duration.ofSeconds(5), List.of("sh", "-c", SIGNAL, Long.toString(pid), name));
    }
}
