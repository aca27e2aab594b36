package holdfast.bench.way;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;

/// Starts a real Redis for the contenders that need one: a child process on the loopback address,
/// without persistence.
public final class RedisServer implements AutoCloseable {
    public static final String MISSING =
            "left out: no redis-server on the PATH (Debian and Ubuntu: apt install redis-server)";
    private static final Duration START = Duration.ofSeconds(5);
    // One for each client: the holder of the lock need not queue behind those that wait for it.
    private static final int CONNECTIONS = 256;

    private final Process process;
    private final int port;

    private RedisServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts the redis-server on the PATH, if there is one.
    public static Optional<RedisServer> start(Path home) {
        return program().map(program -> {
            try {
                int port = freePort();
                Process process = new ProcessBuilder(
                        program, "--bind", "127.0.0.1", "--port", Integer.toString(port),
                        "--save", "", "--appendonly", "no", "--dir", home.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                RedisServer server = new RedisServer(process, port);
                Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
                server.awaitAnswer();
                return server;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    private static Optional<String> program() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        for (String folder : path.split(File.pathSeparator, -1)) {
            Path program = Path.of(folder, "redis-server");
            if (Files.isExecutable(program)) {
                return Optional.of(program.toString());
            }
        }
        return Optional.empty();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitAnswer() {
        long deadline = System.nanoTime() + START.toNanos();
        while (true) {
            try (RedisClient client = client()) {
                client.ping();
                return;
            } catch (JedisConnectionException failure) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    close();
                    throw failure;
                }
                sleep();
            }
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    RedisClient client() {
        GenericObjectPoolConfig<Connection> connections = new GenericObjectPoolConfig<>();
        connections.setMaxTotal(CONNECTIONS);
        connections.setMaxIdle(CONNECTIONS);
        return RedisClient.builder()
                .hostAndPort(new HostAndPort("127.0.0.1", port))
                .poolConfig(connections)
                .build();
    }

    public String version() {
        try (RedisClient client = client()) {
            return client.info("server").lines()
                    .filter(line -> line.startsWith("redis_version:"))
                    .map(line -> line.substring("redis_version:".length()))
                    .findFirst().orElse("unknown");
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
