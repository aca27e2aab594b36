package holdfast.server.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Exim, a mail server, in a process of its own. It keeps what it accepts.
final class Exim implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final Path folder;
    private final int port;
    private final Process process;

    /// Starts it in this folder.
    Exim(Path folder) throws IOException {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        // Exim does not stay root.
        boolean root = System.getProperty("user.name").equals("root");
        String user = root ? "nobody" : System.getProperty("user.name");
        for (String each : List.of("", "spool")) {
            Files.setPosixFilePermissions(
                    Files.createDirectories(folder.resolve(each)),
                    PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        Path configuration = folder.resolve("exim.conf");
        Files.writeString(configuration, configuration(user, root ? "nogroup" : user), UTF_8);
        process = new ProcessBuilder(InstalledExim.find().orElseThrow().toString(), "-C",
                configuration.toString(), "-bdf").redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile()).start();
        awaitOpen();
    }

    /// It refuses what is no mail, and an unknown person.
    private String configuration(String user, String group) {
        return """
            exim_user = %1$s
            exim_group = %2$s
            primary_hostname = mx.example.org
            spool_directory = %3$s/spool
            log_file_path = %3$s/spool/%%slog
            pid_file_path = %3$s/spool/pid
            local_interfaces = 127.0.0.1
            daemon_smtp_ports = %4$d
            tls_advertise_hosts =
            keep_environment =
            queue_only = true
            acl_smtp_rcpt = recipient
            acl_smtp_data = content
            begin acl
            recipient:
              deny local_parts = unknown
                   message = no such person here
              accept
            content:
              require verify = header_syntax
              require verify = header_names_ascii
              accept
            """
                .formatted(user, group, folder, port);
    }

    private void awaitOpen() throws IOException {
        Instant until = Instant.now().plusSeconds(PATIENCE_SECONDS);
        while (true) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException closed) {
                if (!process.isAlive() || Instant.now().isAfter(until)) {
                    process.destroyForcibly();
                    throw new IOException("exim did not start: "
                            + Files.readString(folder.resolve("said")), closed);
                }
                Thread.onSpinWait();
            }
        }
    }

    int port() {
        return port;
    }

    /// The contents of the mails that it has accepted, without their headers.
    List<String> accepted() throws IOException {
        List<String> mails = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder.resolve("spool").resolve("input"))) {
            for (Path each : all.filter(file -> file.toString().endsWith("-D")).toList()) {
                mails.add(Files.readString(each, UTF_8));
            }
        }
        return mails;
    }

    /// Its log.
    String log() throws IOException {
        return Files.readString(folder.resolve("spool").resolve("mainlog"), UTF_8);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
