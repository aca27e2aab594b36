package holdfast.bench;

import holdfast.bench.http.CatalogClient;
import holdfast.bench.http.CpuUse;
import holdfast.bench.http.SaleCatalog;
import holdfast.bench.http.StartedServer;
import holdfast.database.Address;
import holdfast.database.Database;
import holdfast.database.DurabilityCheck;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/// The benchmark through HTTP: the real jar in a process of its own, with its own PostgreSQL; the
/// clients are in this process.
record HttpBench(Options options, PrintStream progress) {
    private static final String SECRET = "sk_bench_0123456789abcdef";
    private static final String PUBLISHABLE = "pk_bench_0123456789abcdef";

    /// The results of a run, and the machine it ran on.
    record Ran(MachineInfo machine, HttpReport report) {}

    Ran run() throws IOException {
        Path jar = BenchFolders.server();
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is not there: build it first");
        }
        Path home = BenchFolders.make();
        try {
            HttpReport report = new HttpReport();
            if (options.fields().contains("start")) {
                start(report, jar, home, "the first, with a new database").close();
            }
            try (StartedServer server = start(report, jar, home, "a later one");
                    CatalogClient staff = new CatalogClient(server.address(), SECRET);
                    Database database = Database.open(
                            Database.Settings.embeddedIn(home.resolve("data")).beside())) {
                if (!DurabilityCheck.ask(database.dataSource()).isEmpty()) {
                    throw new IllegalStateException("not durable: the results are meaningless");
                }
                MachineInfo machine = MachineInfo.here(database.dataSource(), home);
                Address address = Objects.requireNonNull(
                        Database.Settings.embeddedIn(home.resolve("data")).beside().address());
                OverHttp.Peers peers =
                        () -> RowLockPeer.open(jar, address, database.dataSource());
                new OverHttp(server, staff, new SaleCatalog(staff, PUBLISHABLE), peers, options,
                        progress).run(report);
                report.starts.add(new HttpReport.Start("after all of the above",
                        Duration.ZERO, CpuUse.Memory.of(server)));
                return new Ran(machine, report);
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        } finally {
            BenchFolders.remove(home);
        }
    }

    private StartedServer start(HttpReport report, Path jar, Path home, String how) {
        StartedServer server = StartedServer.open(jar, home.resolve("data"), Map.of(
                "HOLDFAST_SECRET_KEY", SECRET, "HOLDFAST_PUBLISHABLE_KEY", PUBLISHABLE,
                "XDG_CACHE_HOME", home.resolve("cache").toString()));
        report.starts.add(
                new HttpReport.Start(how, server.took(), CpuUse.Memory.of(server)));
        progress.println("started in " + server.took());
        return server;
    }
}
