package holdfast.bench;

import holdfast.bench.http.Callers;
import holdfast.bench.http.ClientGroup;
import holdfast.bench.http.Count;
import holdfast.bench.http.CpuUse;
import holdfast.bench.http.SaleCatalog;
import holdfast.bench.http.SaleTarget;
import holdfast.bench.http.StartedServer;
import holdfast.bench.measure.WarmUp;
import holdfast.bench.sale.SaleAudit;
import holdfast.bench.served.RowLockServer;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The hot pool through HTTP, in turn with a row lock and with a request that does nothing, both
/// served by the same HTTP classes.
final class HttpRaces {
    static final String HOLDFAST = "**Holdfast**";
    private static final String ROW_LOCK = "row lock: SELECT … FOR UPDATE";
    private static final String EMPTY = "*bound: an empty request*";
    private static final Duration WINDOW = Duration.ofSeconds(2);
    private static final int MOST_WINDOWS = 10;

    private final StartedServer server;
    private final RowLockPeer peer;
    private final Options options;
    private final PrintStream progress;
    private final List<Runner> runners;
    private final Map<Key, HttpReport.Race> races = new LinkedHashMap<>();
    private long toldByPeer;

    private record Runner(String what, StartedServer at, SaleTarget target) {}

    private record Key(String what, int clients) {}

    HttpRaces(StartedServer server, RowLockPeer peer, SaleCatalog market, SaleTarget pool,
            Options options, PrintStream progress) {
        this.server = server;
        this.peer = peer;
        this.options = options;
        this.progress = progress;
        this.runners = List.of(
                new Runner(HOLDFAST, server, pool),
                new Runner(ROW_LOCK, peer.server(), market.pool(RowLockServer.HOLDS)),
                new Runner(EMPTY, peer.server(), market.pool(RowLockServer.NOTHING)));
    }

    void run(HttpReport report) throws IOException, SQLException {
        for (int clients : options.clients()) {
            for (Runner runner : runners) {
                boolean stable = warm(report, runner, clients);
                races.put(new Key(runner.what, clients), new HttpReport.Race(
                        runner.what, clients, List.of(), List.of(), stable));
            }
            for (int round = 0; round < options.pace().rounds(); round++) {
                for (Runner runner : round % 2 == 0 ? runners : runners.reversed()) {
                    measure(report, runner, clients);
                }
            }
        }
        report.races.addAll(races.values());
        SaleAudit audit = peer.audit(toldByPeer);
        if (!audit.clean()) {
            report.wrong.add(ROW_LOCK + ": " + audit.inWords());
        }
    }

    /// Returns whether the rate is stable.
    private boolean warm(HttpReport report, Runner runner, int clients) throws IOException {
        List<Double> rates = new ArrayList<>();
        int most = options.pace().quick() ? 0 : MOST_WINDOWS;
        while (rates.size() < most && !WarmUp.stable(rates)) {
            Count count = go(report, runner, clients, new Callers(
                    runner.at.address(), Duration.ZERO, WINDOW));
            rates.add(count.grantedPerSecond());
        }
        return WarmUp.stable(rates);
    }

    private void measure(HttpReport report, Runner runner, int clients) throws IOException {
        Options.Pace pace = options.pace();
        CpuUse before = CpuUse.of(runner.at, server);
        Count count = go(report, runner, clients, new Callers(
                runner.at.address(), pace.probeWarmUp().longest(), pace.measured()));
        CpuUse burden = CpuUse.of(runner.at, server).since(before);
        races.computeIfPresent(new Key(runner.what, clients),
                (key, race) -> race.and(count, burden));
        progress.printf(Locale.ROOT, "%-32s %4d clients: %,7.0f/s p50 %.1f p99 %.1f; cores %s%n",
                runner.what, clients, count.grantedPerSecond(), count.granted().percentile(50),
                count.granted().percentile(99), burden.shares());
    }

    private Count go(HttpReport report, Runner runner, int clients, Callers callers)
            throws IOException {
        Count count = callers.go(ClientGroup.closed(runner.target, clients)).getFirst();
        if (runner.what.equals(HOLDFAST)) {
            report.seen(runner.what, List.of(count));
        } else {
            count.trouble().forEach(each -> report.wrong.add(runner.what + ": " + each));
            toldByPeer += runner.what.equals(ROW_LOCK) ? count.acknowledged() : 0;
        }
        return count;
    }
}
