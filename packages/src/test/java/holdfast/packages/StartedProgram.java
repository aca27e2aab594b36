package holdfast.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A started program of a package. Its environment is what the test says and nothing of ours, so
/// that no JDK of this machine is found.
final class StartedProgram implements AutoCloseable {
    private static final String OPEN = "Holdfast is open: ";
    private static final int MINUTES = 3;

    private final Process process;
    private final BufferedReader output;
    private final List<String> lines = new ArrayList<>();

    StartedProgram(Path folder, Map<String, String> environment, List<String> command)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().putAll(environment);
        process = builder.start();
        output = process.inputReader();
    }

    /// Reads what the server prints until it says its address.
    URI address() throws IOException {
        return address(OPEN);
    }

    /// Reads what the program prints until a line begins with this text; an address follows it.
    URI address(String before) throws IOException {
        Optional<String> line = next();
        while (line.isPresent()) {
            if (line.get().startsWith(before)) {
                return URI.create(line.get().substring(before.length()).strip());
            }
            line = next();
        }
        throw new IOException("the program ended: " + String.join("\n", lines));
    }

    private Optional<String> next() throws IOException {
        Optional<String> line = Optional.ofNullable(output.readLine());
        line.ifPresent(lines::add);
        return line;
    }

    static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(address).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    /// Waits for the end of a program that ends by itself.
    List<String> finish() throws IOException, InterruptedException {
        Optional<String> line = next();
        while (line.isPresent()) {
            line = next();
        }
        assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
        return List.copyOf(lines);
    }

    /// Stops the server with SIGTERM; it ends with status 0.
    void stop() throws IOException, InterruptedException {
        // The process itself would also close the output that is read here.
        process.toHandle().destroy();
        finish();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
