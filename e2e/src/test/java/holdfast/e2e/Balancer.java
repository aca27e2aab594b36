package holdfast.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A load balancer started with its example file from `ops/examples`, in which the test has set the
/// names in capitals.
final class Balancer implements AutoCloseable {
    private static final Path EXAMPLES = Path.of("..", "ops", "examples");
    private static final long PATIENCE_NANOS = 15_000_000_000L;

    private final Process process;
    private final URI address;
    private final Path log;

    /// The kinds of load balancers that have an example.
    enum Kind {
        NGINX("nginx", "nginx.conf", 10), HAPROXY("haproxy", "haproxy.cfg", 20),
        CADDY("caddy", "Caddyfile", 30);

        private final String program;
        private final String example;
        private final int clients;

        Kind(String program, String example, int clients) {
            this.program = program;
            this.example = example;
            this.clients = clients;
        }

        /// The last byte of the first loopback address that its clients use.
        int clients() {
            return clients;
        }

        String program() {
            return program;
        }

        Optional<Path> find() {
            String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator
                    + "/usr/sbin" + File.pathSeparator + "/usr/local/sbin";
            return Stream.of(path.split(File.pathSeparator, -1))
                    .map(folder -> Path.of(folder, program)).filter(Files::isExecutable)
                    .findFirst();
        }
    }

    private Balancer(Process process, URI address, Path log) {
        this.process = process;
        this.address = address;
        this.log = log;
    }

    static int freePort() {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static Balancer start(Kind kind, Path folder, TestCertificate certificate, List<Integer> nodes,
            int idleSeconds) {
        int port = freePort();
        try {
            String example = Files.readString(EXAMPLES.resolve(kind.example))
                    .replace("NODE_1", "127.0.0.1:" + nodes.getFirst())
                    .replace("NODE_2", "127.0.0.1:" + nodes.getLast())
                    .replace("30s;", idleSeconds + "s;").replace("30s\n", idleSeconds + "s\n")
                    .replace("LISTEN", "127.0.0.1:" + port)
                    .replace("CERTIFICATE_WITH_KEY", certificate.both().toString())
                    .replace("CERTIFICATE_KEY", certificate.key().toString())
                    .replace("CERTIFICATE;", certificate.certificate() + ";");
            Path file = folder.resolve(kind.example);
            Files.writeString(file, switch (kind) {
                case NGINX -> inFolder(example, folder);
                case HAPROXY -> example;
                case CADDY -> withoutAuthority(example, port, certificate);
            });
            Path log = folder.resolve("log");
            ProcessBuilder builder = new ProcessBuilder(command(kind, folder, file))
                    .redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().put("HOME", folder.toString());
            builder.environment().put("XDG_DATA_HOME", folder.toString());
            builder.environment().put("XDG_CONFIG_HOME", folder.toString());
            Balancer balancer = new Balancer(
                    builder.start(), URI.create("https://127.0.0.1:" + port), log);
            balancer.awaitOpen(port);
            return balancer;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// nginx's files are in the test's folder, and nginx has its own user only under root.
    private static String inFolder(String example, Path folder) {
        StringBuilder places = new StringBuilder("http {\n    access_log off;\n");
        for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            places.append("    ").append(kind).append("_temp_path ")
                    .append(folder.resolve(kind)).append(";\n");
        }
        return example.replace("http {\n", places.toString());
    }

    /// The test's own certificate, and no ports but the test's.
    private static String withoutAuthority(
            String example, int port, TestCertificate certificate) {
        return "{\n\tadmin off\n\tauto_https disable_redirects\n}\n"
                + example.replace("SITE {", "https://127.0.0.1:" + port + " {\n\ttls "
                        + certificate.certificate() + " " + certificate.key());
    }

    private static List<String> command(Kind kind, Path folder, Path file) {
        List<String> command = new ArrayList<>(List.of(kind.find().orElseThrow().toString()));
        command.addAll(switch (kind) {
            case NGINX -> List.of("-p", folder.toString(), "-c", file.toAbsolutePath().toString(),
                    "-g", "daemon off; error_log stderr; pid " + folder.resolve("pid") + ";"
                            + (System.getProperty("user.name").equals("root")
                                    ? " user root;" : ""));
            case HAPROXY -> List.of("-db", "-f", file.toString());
            case CADDY -> List.of("run", "--adapter", "caddyfile", "--config", file.toString());
        });
        return command;
    }

    private void awaitOpen(int port) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException closed) {
                if (!process.isAlive() || System.nanoTime() > until) {
                    close();
                    throw new AssertionError("it does not open: " + said(), closed);
                }
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    String said() {
        try {
            return Files.readString(log);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    URI address() {
        return address;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                // It waits for connections that the test has left open.
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stop);
        }
    }
}
