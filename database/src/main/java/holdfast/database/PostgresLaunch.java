package holdfast.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Initialises and starts an embedded PostgreSQL.
record PostgresLaunch(
        DataDirectory directory, Binaries binaries, ProcessUser user, Embedded.Options options) {
    static final String USER = "holdfast";

    /// Holdfast recognises a server that it started by this name in its command line.
    static final String MARK = "holdfast-embedded";
    private static final int ATTEMPTS = 50;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_RECOVERY = Duration.ofMinutes(10);
    private static final int CAN_COMPARE_UNICODE_ITSELF = 17;

    /// Creates an empty database if there is none, completely or not at all, because a half-made
    /// one is hard to detect.
    void makeIfAbsent() throws IOException {
        Path cluster = directory.cluster();
        if (Files.exists(cluster)) {
            requireSameVersion(cluster);
            return;
        }
        directory.password();
        user.ownOnly(directory.home());
        user.ownOnly(directory.passwordFile());
        Path draft = directory.home().resolve("postgres.new");
        if (Files.exists(draft)) {
            Binaries.remove(draft);
        }
        List<String> words = new ArrayList<>(List.of(
                binaries.program("initdb"), "-D", draft.toString(),
                "-U", USER, "--auth=scram-sha-256", "--pwfile=" + directory.passwordFile(),
                // Collation and case must not depend on the machine: an index outlives its C
                // library.
                "--encoding=UTF8", "--locale=C", "--data-checksums", "--no-instructions"));
        if (binaries.major() >= CAN_COMPARE_UNICODE_ITSELF) {
            words.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
        }
        if (options.durability() == Embedded.Durability.NONE) {
            words.add("--no-sync");
        }
        Command made = Command.run(Duration.ofMinutes(5), user.command(words));
        if (!made.ok()) {
            throw new DatabaseException(
                    "The database in " + directory.home() + " could not be made: " + made.output());
        }
        directory.keep(draft, cluster);
    }

    private void requireSameVersion(Path cluster) throws IOException {
        Path file = cluster.resolve("PG_VERSION");
        if (!Files.exists(file)) {
            throw new DatabaseException(cluster + " exists but is no PostgreSQL database.");
        }
        String written = Files.readString(file).strip();
        if (!written.equals(Integer.toString(binaries.major()))) {
            throw new DatabaseException(
                    "The data in " + cluster + " was written by PostgreSQL " + written
                            + ", and this server carries PostgreSQL " + binaries.major()
                            + ", which cannot read it. Start the earlier server, copy the data with"
                            + " pg_dump, and restore it into a new directory.");
        }
    }

    /// Starts it and waits until it is ready. Retries two temporary failures: another program took
    /// the chosen port, and processes of a killed server that still end.
    ///
    /// @param wanted the port, or 0 for any free one
    Postmaster start(int wanted) throws IOException, InterruptedException {
        user.own(directory.cluster());
        List<DatabaseException> earlier = new ArrayList<>();
        while (true) {
            int port = wanted == 0 ? freePort() : wanted;
            Postmaster postmaster = Postmaster.start(user.command(words(port)), port);
            try {
                postmaster.awaitReady(directory.note(), LONGEST_RECOVERY);
                return postmaster;
            } catch (DatabaseException e) {
                if (earlier.size() + 1 == ATTEMPTS || !passes(postmaster.output())) {
                    earlier.forEach(e::addSuppressed);
                    throw e;
                }
                earlier.add(e);
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                postmaster.stop();
                throw e;
            }
        }
    }

    private static boolean passes(String output) {
        return output.contains("pre-existing shared memory block")
                || output.contains("could not bind");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private List<String> words(int port) throws IOException {
        Map<String, String> settings = settings();
        settings.putAll(options.settings());
        settings.put("port", Integer.toString(port));
        List<String> words = new ArrayList<>(
                List.of(binaries.program("postgres"), "-D", directory.cluster().toString()));
        settings.forEach((name, value) -> words.addAll(List.of("-c", name + "=" + value)));
        return words;
    }

    /// Settings on the command line override the files in the data directory, so those files cannot
    /// switch durability off.
    private Map<String, String> settings() throws IOException {
        String durable = options.durability() == Embedded.Durability.FULL ? "on" : "off";
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("fsync", durable);
        settings.put("synchronous_commit", durable);
        settings.put("full_page_writes", durable);
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("unix_socket_directories", "");
        settings.put("cluster_name", MARK);
        settings.put("max_connections", "60");
        settings.putAll(MachineSize.of(directory.home()).settings());
        // Many minutes of writes fit between checkpoints, and each checkpoint is spread out.
        settings.put("checkpoint_timeout", "15min");
        settings.put("checkpoint_completion_target", "0.9");
        // Statements are short and frequent: JIT compilation costs more than it saves.
        settings.put("jit", "off");
        settings.put("max_parallel_workers_per_gather", "0");
        settings.put("random_page_cost", "1.1");
        // Tables grow quickly from empty to large, and a plan for an empty table is bad for a large
        // one. A large table that grows by a few per cent needs no new statistics: in a large sale
        // all tables grew that much every ten seconds, and sampling them took a seventh of the
        // database's work.
        settings.put("autovacuum_naptime", "10s");
        settings.put("autovacuum_vacuum_scale_factor", "0.05");
        settings.put("autovacuum_analyze_scale_factor", "0.5");
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        settings.put("idle_in_transaction_session_timeout", "60s");
        // Each line begins with its SQLSTATE, by which Postmaster drops expected errors. Neither
        // statements nor details are logged: they quote rows with names and addresses.
        settings.put("log_min_messages", "error");
        settings.put("log_min_error_statement", "panic");
        settings.put("log_error_verbosity", "terse");
        settings.put("log_line_prefix", "%e ");
        settings.put("log_checkpoints", "off");
        settings.put("logging_collector", "off");
        return settings;
    }
}
