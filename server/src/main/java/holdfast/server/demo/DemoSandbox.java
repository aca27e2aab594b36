package holdfast.server.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The payment provider of the demonstration: a process of its own on the loopback address. Its
/// standard input ends with this process, however that ends, and it ends with it.
public final class DemoSandbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DemoSandbox.class);
    private static final String OPEN = "Sandbox: ";
    /// The usual port keeps the addresses of open payments over a restart; any other will do.
    private static final List<String> PORTS = List.of("12111", "0");
    private static final long PATIENCE_SECONDS = 5;

    private final Process process;
    private final String home;

    private DemoSandbox(Process process, String home) {
        this.process = process;
        this.home = home;
    }

    /// Starts it.
    ///
    /// @param jar  where the sandbox is; otherwise it is looked for beside this program
    /// @param data the folder in which it keeps its state
    public static Optional<DemoSandbox> start(Optional<Path> jar, Path data) {
        return jar.or(DemoSandbox::beside).filter(Files::isRegularFile)
                .flatMap(file -> PORTS.stream()
                        .flatMap(port -> start(file, data, port).stream()).findFirst());
    }

    private static Optional<Path> beside() {
        try {
            URI own = DemoSandbox.class.getProtectionDomain().getCodeSource().getLocation()
                    .toURI();
            return Optional.of(Path.of(own).resolveSibling("holdfast-sandbox.jar"));
        } catch (URISyntaxException nonsense) {
            return Optional.empty();
        }
    }

    private static Optional<DemoSandbox> start(Path jar, Path data, String port) {
        try {
            Files.createDirectories(data);
            Process process = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx96m", "-XX:+UseSerialGC", "-jar", jar.toString(), "--port", port,
                    "--state", data.resolve("sandbox.state").toString(), "--until-input-ends")
                    .redirectErrorStream(true).start();
            BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
            String line = lines.readLine();
            if (line == null || !line.startsWith(OPEN)) {
                process.destroyForcibly();
                LOG.debug("The sandbox did not start on port {}: {}", port, line);
                return Optional.empty();
            }
            Thread.ofVirtual().start(() -> lines.lines().forEach(each -> LOG.debug("{}", each)));
            return Optional.of(new DemoSandbox(process, line.substring(OPEN.length()).strip()));
        } catch (IOException failure) {
            LOG.warn("The sandbox cannot be started", failure);
            return Optional.empty();
        }
    }

    /// Its address.
    public String home() {
        return home;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException hurry) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
