package holdfast.bench.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The sandbox provider in a process of its own.
public final class SandboxProgram implements AutoCloseable {
    private static final String OPEN = "Sandbox: ";

    private final Process process;
    private final URI home;

    public SandboxProgram(Path jar) {
        try {
            process = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar",
                    jar.toString(), "--port", "0")
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            String line = process.inputReader(StandardCharsets.UTF_8).readLine();
            if (line == null || !line.startsWith(OPEN)) {
                throw new IllegalStateException("the sandbox did not start: " + line);
            }
            home = URI.create(line.substring(OPEN.length()).strip());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public URI home() {
        return home;
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), home.getPort());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
