package holdfast.bench.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The server as its users run it: the jar, in a process of its own, with the embedded database and
/// no settings but the keys.
public final class StartedServer implements AutoCloseable {
    private static final String OPEN = "Holdfast is open: ";
    private static final long PATIENCE = 90;

    private final Process process;
    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<URI> open = new CompletableFuture<>();
    private final InetSocketAddress address;
    private final Duration took;

    private StartedServer(List<String> words, Map<String, String> settings) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("HOLDFAST_"));
        builder.environment().putAll(settings);
        long began = System.nanoTime();
        process = builder.start();
        Thread.ofPlatform().daemon().start(this::listen);
        try {
            URI uri = open.get(PATIENCE, TimeUnit.SECONDS);
            address = new InetSocketAddress(InetAddress.getLoopbackAddress(), uri.getPort());
            awaitReady();
        } catch (ExecutionException | TimeoutException broken) {
            process.destroyForcibly();
            throw new IllegalStateException("the server did not open:\n" + said(), broken);
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
        took = Duration.ofNanos(System.nanoTime() - began);
    }

    /// Starts it and waits until it is ready.
    public static StartedServer open(Path jar, Path data, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "HOLDFAST_PORT", "0", "HOLDFAST_DATA", data.toString(),
                // All customers of a benchmark come from this machine's one address.
                "HOLDFAST_MOST_IN_A_HOLD", "0", "HOLDFAST_MOST_HELD_PER_ADDRESS", "0"));
        all.putAll(settings);
        return open(List.of("-jar", jar.toString(), "serve"), all);
    }

    /// Starts another program that says where it is open, and answers as the server does.
    ///
    /// @param words of the JVM's command line
    public static StartedServer open(List<String> words, Map<String, String> environment) {
        try {
            return new StartedServer(words, environment);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
                if (line.startsWith(OPEN)) {
                    open.complete(URI.create(line.substring(OPEN.length())));
                }
            }
        } catch (IOException ended) {
            said.add(String.valueOf(ended.getMessage()));
        }
        open.completeExceptionally(new IOException("it ended"));
    }

    private void awaitReady() throws IOException {
        byte[] ready = new HttpRequests("nobody").get("/health/ready", "");
        try (HttpConnection line = HttpConnection.to(address)) {
            while (line.ask(ready).status() != 200) {
                Thread.onSpinWait();
            }
        }
    }

    public InetSocketAddress address() {
        return address;
    }

    /// From the start of the process to the first 200 from /health/ready.
    public Duration took() {
        return took;
    }

    /// Its output.
    public String said() {
        return String.join("\n", said);
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
