package holdfast.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A server in a process of its own.
final class ServerProcess implements AutoCloseable {
    private static final String OPEN = "Holdfast is open: ";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final BufferedReader said;
    private final List<String> heard = new ArrayList<>();
    private final URI home;

    /// Runs Main with arguments, in the folder of the database.
    static Process run(Path folder, Map<String, String> settings, String... words)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m", "-cp", System.getProperty("java.class.path"),
                "holdfast.server.Main"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(name -> name.startsWith("HOLDFAST_"));
        builder.environment().put("HOLDFAST_DRAIN", "PT0S");
        builder.environment().putAll(settings);
        return builder.start();
    }

    ServerProcess(Path folder, Map<String, String> settings) throws IOException {
        process = run(folder, settings, "serve");
        said = process.inputReader(StandardCharsets.UTF_8);
        String line = "";
        while (!line.startsWith(OPEN)) {
            line = said.readLine();
            if (line == null) {
                throw new IOException("It did not open, and said " + heard);
            }
            heard.add(line);
        }
        home = URI.create(line.substring(OPEN.length()));
    }

    long pid() {
        return process.pid();
    }

    int port() {
        return home.getPort();
    }

    HttpResponse<String> post(String path, String key, String body)
            throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(home.resolve(path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String key) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(home.resolve(path))
                .header("Authorization", "Bearer " + key).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /// Sends SIGTERM, as an operating system does.
    void terminate() {
        process.destroy();
    }

    /// Its exit status, when it has ended in time.
    int status(long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("it still runs after " + seconds + " s");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        client.shutdownNow();
        process.destroyForcibly();
    }
}
