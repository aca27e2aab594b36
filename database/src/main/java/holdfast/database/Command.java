package holdfast.database;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A short program, run to its end with a timeout.
///
/// @param exit   its exit status, or 127 if it could not be started
/// @param output what it printed, to stdout and stderr
record Command(int exit, String output) {

    static final int NOT_STARTED = 127;

    boolean ok() {
        return exit == 0;
    }

    static Command run(Duration longest, List<String> words) {
        try {
            Process process = builder(words).redirectErrorStream(true).start();
            process.getOutputStream().close();
            // The output ends only when the program ends, so the timeout runs on a thread of its
            // own.
            Thread clock = Thread.ofVirtual().start(() -> endAfter(process, longest));
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            clock.interrupt();
            return new Command(exit, output.strip());
        } catch (IOException e) {
            return new Command(NOT_STARTED, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException(
                    "Interrupted while " + words.getFirst() + " was running.", e);
        }
    }

    /// Builds a process without the caller's PostgreSQL environment, with messages in English.
    static ProcessBuilder builder(List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        // A backend that returns its memory after each big statement causes page faults in the next
        // one. With these settings it keeps a few megabytes.
        builder.environment().put("MALLOC_TOP_PAD_", "4194304");
        builder.environment().put("MALLOC_TRIM_THRESHOLD_", "16777216");
        return builder;
    }

    static Optional<String> find(String program) {
        for (String place : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator,
                -1)) {
            if (!place.isEmpty() && Files.isExecutable(Path.of(place, program))) {
                return Optional.of(Path.of(place, program).toString());
            }
        }
        return Optional.empty();
    }

    private static void endAfter(Process process, Duration longest) {
        try {
            if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
