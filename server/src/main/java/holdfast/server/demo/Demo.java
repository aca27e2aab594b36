package holdfast.server.demo;

import holdfast.AuditReport;
import holdfast.Holdfast;
import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Simulates a small on-sale rush: two thousand customers at once, two engines on one database, and
/// far less on sale than they want. Some book, some cancel, and some leave, so that their holds
/// expire.
public final class Demo {
    private static final int CUSTOMERS = 2_000;
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'demo-'uuuuMMdd-HHmmss", Locale.ROOT);

    private static final String OURS = "demo-[0-9]{8}-[0-9]{6}";

    private final List<Holdfast> engines;
    private final PrintStream out;

    public Demo(List<Holdfast> engines, PrintStream out) {
        this.engines = List.copyOf(engines);
        this.out = out;
    }

    /// Refuses to let a crowd loose beside what a shop really sells.
    public static void requireRoom(Holdfast engine, boolean anywhere) {
        List<String> others = engine.workspaces().stream()
                .filter(workspace -> !workspace.matches(OURS)).toList();
        if (!others.isEmpty() && !anywhere) {
            throw new IllegalArgumentException("This database has other data (the workspace "
                    + others.getFirst() + "), and two thousand customers would slow its sale."
                    + " Choose another HOLDFAST_DATA or HOLDFAST_DATABASE_URL, or set"
                    + " HOLDFAST_SAMPLE_DATA_ANYWHERE=on.");
        }
    }

    /// True when the audit finds nothing wrong.
    public boolean play() {
        String workspace = LocalDateTime.now(DemoInventory.ZONE).format(NAME);
        Holdfast first = engines.getFirst();
        DemoInventory wares =
                new DemoInventory(first, workspace, LocalDate.now(DemoInventory.ZONE).plusDays(7));
        wares.offer();
        out.println("On sale: a hall, a club night, a spa. " + wares.left() + ".");
        out.println(CUSTOMERS + " customers come at once, to two engines on one database:");
        DemoTally tally = new DemoTally();
        long began = System.nanoTime();
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            RandomGenerator chance = RandomGenerator.getDefault();
            for (int number = 0; number < CUSTOMERS; number++) {
                Holdfast engine = engines.get(number % engines.size());
                crowd.execute(new DemoCustomer(
                        engine, workspace, wares, number, chance.nextLong(), tally));
            }
            crowd.shutdown();
            while (!crowd.awaitTermination(1, TimeUnit.SECONDS)) {
                out.println("  " + tally.line());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        out.println("  " + tally.line());
        out.println("Done in " + took.toMillis() + " ms. " + wares.left() + ".");
        return verdict(first.audit(workspace), workspace);
    }

    private boolean verdict(AuditReport report, String workspace) {
        out.println("Audit of " + workspace + ": " + report.entries() + " journal lines and "
                + report.holds() + " holds recomputed.");
        if (report.clean()) {
            out.println("Nothing was sold twice, and nothing was lost.");
        } else {
            report.findings().forEach(finding -> out.println("  " + finding));
        }
        return report.clean();
    }
}
