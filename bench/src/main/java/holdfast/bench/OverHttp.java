package holdfast.bench;

import holdfast.bench.http.Callers;
import holdfast.bench.http.CatalogClient;
import holdfast.bench.http.ClientGroup;
import holdfast.bench.http.Count;
import holdfast.bench.http.CpuUse;
import holdfast.bench.http.SaleCatalog;
import holdfast.bench.http.SaleTarget;
import holdfast.bench.http.StartedServer;
import holdfast.bench.sale.HallSale;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// The measurements on one started server, part by part.
final class OverHttp {
    private static final List<Integer> PERCENT = List.of(50, 80);
    private static final Duration ROUND = Duration.ofSeconds(6);
    private static final int LEAST_ROUNDS = 6;
    private static final int MOST_ROUNDS = 10;
    private static final int TIMES = 3;
    private static final int LINES = 256;

    private final StartedServer server;
    /// Has the secret key, which the market's customers do not have.
    private final CatalogClient staff;
    private final SaleCatalog market;
    private final Peers peers;
    private final Options options;
    private final PrintStream progress;

    /// Starts the row lock, which holds are compared with.
    @FunctionalInterface
    interface Peers {
        RowLockPeer open() throws SQLException;
    }

    OverHttp(StartedServer server, CatalogClient staff, SaleCatalog market, Peers peers,
            Options options, PrintStream progress) {
        this.server = server;
        this.staff = staff;
        this.market = market;
        this.peers = peers;
        this.options = options;
        this.progress = progress;
    }

    void run(HttpReport report) throws IOException {
        if (!options.pace().quick()) {
            before(report);
        }
        SaleTarget pool = market.pool();
        if (wanted("hot")) {
            hot(report, pool);
            for (int percent : PERCENT) {
                due(report, percent, pool);
            }
        }
        if (wanted("hall")) {
            HallSale hall = options.pace().quick() ? new HallSale(40, 50) : new HallSale(500, 100);
            closed(report, hall.title(), market.hall(hall, 3));
        }
        if (wanted("calendars")) {
            closed(report, "Fifty calendars, 15 to 120 minutes", market.calendars(50));
        }
        if (wanted("refusals")) {
            refusals(report, pool);
        }
        if (wanted("overload")) {
            overload(report, pool);
        }
        if (wanted("map")) {
            new Maps(market, options.pace().quick() ? 100 : 1_000, 100).read(report);
        }
        audit(report);
    }

    /// Warms up until throughput grows no faster: two cores take their time to compile the code in
    /// use, which happens once a release in production.
    private void before(HttpReport report) throws IOException {
        ClientGroup[] all = {
                ClientGroup.closed(market.pool(), 64), ClientGroup.closed(market.soldOut(), 8),
                ClientGroup.closed(market.hall(new HallSale(500, 100), 2), 16),
                ClientGroup.closed(market.calendars(50), 16)};
        double best = 0;
        int slower = 0;
        for (int round = 0; round < LEAST_ROUNDS || (round < MOST_ROUNDS && slower < 2); round++) {
            List<Count> counts = callers(Duration.ZERO, ROUND).go(all);
            report.seen("before", counts);
            double now = counts.getFirst().grantedPerSecond();
            slower = now < best * 1.05 ? slower + 1 : 0;
            best = Math.max(best, now);
            tell("getting warm", counts.getFirst(), CpuUse.of(server));
        }
    }

    private boolean wanted(String field) {
        return options.fields().contains(field);
    }

    private Callers callers(Duration warmUp, Duration measured) {
        return new Callers(server.address(), warmUp, measured);
    }

    private Callers callers() {
        return callers(options.pace().probeWarmUp().longest(), options.pace().measured());
    }

    private void closed(HttpReport report, String what, SaleTarget stall) throws IOException {
        for (int clients : options.clients()) {
            CpuUse before = CpuUse.of(server);
            Count count = callers().go(ClientGroup.closed(stall, clients)).getFirst();
            CpuUse burden = CpuUse.of(server).since(before);
            report.seen(what, List.of(count));
            report.rates.add(new HttpReport.Rate(what, clients, count, burden));
            tell(what + ", " + clients + " clients", count, burden);
        }
    }

    private void hot(HttpReport report, SaleTarget pool) throws IOException {
        try (RowLockPeer peer = peers.open()) {
            new HttpRaces(server, peer, market, pool, options, progress).run(report);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private double peak(HttpReport report) {
        return report.races.stream().filter(race -> race.what().equals(HttpRaces.HOLDFAST))
                .mapToDouble(race -> race.perSecond().median()).max().orElse(100);
    }

    private void due(HttpReport report, int percent, SaleTarget stall) throws IOException {
        double perSecond = peak(report) * percent / 100;
        CpuUse before = CpuUse.of(server);
        Count count = callers().go(ClientGroup.due(stall, LINES, perSecond)).getFirst();
        CpuUse burden = CpuUse.of(server).since(before);
        String what = percent + " % of the peak";
        report.seen(what, List.of(count));
        report.due.add(new HttpReport.Due(what, perSecond, count, burden));
        tell(what, count, burden);
    }

    /// The peak rate of refusals, and then the effect of such a crowd on buyers of something
    /// available.
    private void refusals(HttpReport report, SaleTarget pool) throws IOException {
        SaleTarget gone = market.soldOut();
        double most = 0;
        for (int clients : options.clients()) {
            CpuUse before = CpuUse.of(server);
            Count count = callers().go(ClientGroup.closed(gone, clients)).getFirst();
            CpuUse burden = CpuUse.of(server).since(before);
            report.seen("sold out", List.of(count));
            report.refusals.add(new HttpReport.Rate("Sold out", clients, count, burden));
            tell("sold out, " + clients + " clients", count, burden);
            most = Math.max(most, count.refusedPerSecond());
        }
        double buyers = peak(report) / 4;
        for (double crowd : new double[] {0, most / 4, most / 2}) {
            ClientGroup buying = ClientGroup.due(pool, LINES, buyers);
            CpuUse before = CpuUse.of(server);
            List<Count> counts = crowd == 0 ? callers().go(buying)
                    : callers().go(buying, ClientGroup.due(gone, LINES, crowd));
            CpuUse burden = CpuUse.of(server).since(before);
            report.seen("buyers and a crowd", counts);
            report.crowds.add(new HttpReport.Crowd(buyers, crowd, counts, burden));
            tell("buyers beside a crowd", counts.getFirst(), burden);
        }
    }

    /// More than the server can serve for a while, then half of what it can.
    private void overload(HttpReport report, SaleTarget pool) throws IOException {
        double peak = peak(report);
        boolean quick = options.pace().quick();
        Duration flood = quick ? Duration.ofMillis(200) : Duration.ofSeconds(8);
        Duration over = flood.plusMillis(quick ? 200 : 1_000);
        Duration end = over.plusMillis(quick ? 200 : 3_000);
        Duration warmUp = quick ? Duration.ZERO : Duration.ofSeconds(3);
        int lines = quick ? LINES : 4_000;
        CpuUse before = CpuUse.of(server);
        long began = System.nanoTime();
        List<Count> counts = callers(warmUp, end.minus(warmUp)).go(
                ClientGroup.due(pool, lines, peak * TIMES).between(Duration.ZERO, flood),
                ClientGroup.due(pool, LINES, peak / 2).between(flood, over),
                ClientGroup.due(pool, LINES, peak / 2).between(over, end));
        CpuUse burden = CpuUse.of(server).since(before);
        report.seen("overload", counts);
        long last = counts.stream().mapToLong(Count::lastAway).max().orElse(0);
        Duration quiet = Duration.ofNanos(Math.max(0, last - began - flood.toNanos()));
        report.overloads.add(new HttpReport.Overload(peak, counts, burden, quiet));
        counts.forEach(count -> tell("overload", count, burden));
    }

    private void audit(HttpReport report) {
        CatalogClient.Audit audit = staff.audit();
        long acknowledged = report.acknowledged + staff.holds();
        if (!audit.clean()) {
            report.wrong.add("the audit: " + audit.text());
        }
        if (audit.holds() != acknowledged) {
            report.wrong.add("customers received " + acknowledged + " holds, and there are "
                    + audit.holds());
        }
        report.holds += audit.holds();
        progress.println(audit.text());
    }

    private void tell(String what, Count count, CpuUse burden) {
        progress.printf(Locale.ROOT,
                "%-32s granted %,7.0f/s p50 %.1f p99 %.1f, refused %,7.0f/s p99 %.1f, turned away"
                        + " %,7.0f/s p99 %.1f, unsent %d; cores %s %s%n",
                what, count.grantedPerSecond(), count.granted().percentile(50),
                count.granted().percentile(99), count.refusedPerSecond(),
                count.refused().percentile(99), count.awayPerSecond(),
                count.away().percentile(99), count.unsent(), burden.shares(), count.trouble());
    }
}
