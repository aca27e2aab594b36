package holdfast.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The started jar in a process of its own, on a port of its own.
final class ServerNode implements AutoCloseable {
    private static final String OPEN = "Holdfast is open: ";
    private static final long PATIENCE_SECONDS = 90;

    private final Process process;
    private final ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();
    private final CountDownLatch opened = new CountDownLatch(1);
    private final Thread reader;

    private ServerNode(Process process) {
        this.process = process;
        this.reader = Thread.ofPlatform().daemon().start(this::read);
    }

    /// Starts the server with these settings, on any free port.
    static ServerNode serve(Map<String, String> settings) {
        return serve(jar(), settings);
    }

    /// The same from another jar.
    static ServerNode serve(Path jar, Map<String, String> settings) {
        return open(jar, settings, "serve");
    }

    /// The same with sample data.
    static ServerNode demo(Map<String, String> settings) {
        return open(jar(), settings, "demo");
    }

    private static ServerNode open(Path jar, Map<String, String> settings, String word) {
        ServerNode node = new ServerNode(launch(jar, settings, word));
        Runtime.getRuntime().addShutdownHook(new Thread(node.process::destroyForcibly));
        try {
            boolean inTime = node.opened.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!inTime || node.said.stream().noneMatch(line -> line.startsWith(OPEN))) {
                node.kill();
                throw new AssertionError("the jar did not open:\n" + node.said());
            }
            return node;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stop);
        }
    }

    /// Runs a command of the jar and returns its output.
    static List<String> say(Map<String, String> settings, String... words) {
        return answers(settings, true, words);
    }

    /// The same for a command that must fail.
    static List<String> fails(Map<String, String> settings, String... words) {
        return answers(settings, false, words);
    }

    private static List<String> answers(
            Map<String, String> settings, boolean good, String... words) {
        ServerNode node = new ServerNode(launch(jar(), settings, words));
        node.await();
        if ((node.process.exitValue() == 0) != good) {
            throw new AssertionError(String.join(" ", words) + " ended with "
                    + node.process.exitValue() + ":\n" + node.said());
        }
        return List.copyOf(node.said);
    }

    /// The jar of this build.
    static Path jar() {
        Path jar = Path.of(System.getProperty(
                "holdfast.jar", "../server/target/holdfast-server.jar"));
        if (!Files.exists(jar)) {
            throw new AssertionError(jar + " is not there: build it first, with ./mvnw package");
        }
        return jar;
    }

    private static Process launch(Path jar, Map<String, String> settings, String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m", "-jar", jar.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("HOLDFAST_"));
        builder.environment().put("HOLDFAST_PORT", "0");
        builder.environment().put("HOLDFAST_DRAIN", "PT0S");
        if (settings.containsKey("HOLDFAST_DATABASE_URL")) {
            builder.environment().put("HOLDFAST_MAIL_FOLDER", "target/mails");
        }
        builder.environment().putAll(settings);
        try {
            return builder.start();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
                if (line.startsWith(OPEN)) {
                    opened.countDown();
                }
            }
        } catch (IOException killed) {
            said.add("(" + killed.getMessage() + ")");
        }
        opened.countDown();
    }

    /// The output so far.
    String said() {
        return String.join("\n", said);
    }

    URI address() {
        return URI.create(said.stream().filter(line -> line.startsWith(OPEN)).findFirst()
                .orElseThrow().substring(OPEN.length()));
    }

    long pid() {
        return process.pid();
    }

    /// SIGKILL: no shutdown, as in a power cut.
    void kill() {
        process.destroyForcibly();
        await();
    }

    /// Stops it by a signal, as an operator would, and waits for its end.
    void stop() {
        process.destroy();
        await();
    }

    @Override
    public void close() {
        stop();
    }

    private void await() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("it does not end:\n" + said());
            }
            reader.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stop);
        }
    }
}
