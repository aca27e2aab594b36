package holdfast.bench;

import holdfast.AuditReport;
import holdfast.bench.measure.ClosedLoop;
import holdfast.bench.measure.OpenLoop;
import holdfast.bench.measure.Tally;
import holdfast.bench.sale.Field;
import holdfast.bench.sale.HotPool;
import holdfast.bench.sale.Sale;
import holdfast.bench.sale.SaleAudit;
import holdfast.bench.sale.SaleSetup;
import holdfast.bench.way.Contender;
import holdfast.bench.way.Way;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// All runs of one field, side by side. First each way is tried with several numbers of
/// connections, then all run with their best number, round after round, every second round in
/// reverse, so that a machine that slows down slows all of them.
final class Races {
    private static final Duration BEFORE = Duration.ofSeconds(4);
    private static final Duration LONGEST_LAST = Duration.ofSeconds(20);
    private static final Duration DUE = Duration.ofSeconds(3);
    static final int LAST_CLIENTS = 64;
    private static final int ENGINE_GUESS = 60_000;
    private static final int OTHERS_GUESS = 10_000;

    private final FieldDatabase arena;
    private final Field field;
    private final Options options;
    private final PrintStream progress;
    private final SaleSetup stage;
    private final Map<Contender, SaleAudit> audits = new EnumMap<>(Contender.class);

    private record Key(Contender way, int clients) {}

    /// The number of connections that a way runs with, and its speed in the trial.
    private record Choice(int with, double perSecond) {}

    Races(FieldDatabase arena, Field field, Options options, PrintStream progress) {
        this.arena = arena;
        this.field = field;
        this.options = options;
        this.progress = progress;
        this.stage = SaleSetup.of(arena.engine(), arena.source(), field);
    }

    List<Result> run(List<Contender> ways) throws SQLException {
        Options.Pace pace = options.pace();
        // The trials of the other ways with several numbers of connections take as long.
        for (int clients : options.clients()) {
            Duration before = pace.quick() ? pace.warmUp() : BEFORE;
            once(Contender.ENGINE, new Choice(8, ENGINE_GUESS),
                    new ClosedLoop(clients, Duration.ZERO, before, 1));
        }
        arena.tidy();
        Map<Key, Choice> choices = new HashMap<>();
        for (int clients : options.clients()) {
            for (Contender way : ways) {
                choices.put(new Key(way, clients), choose(way, clients));
            }
        }
        Map<Key, Result> results = new LinkedHashMap<>();
        for (int round = 0; round < pace.rounds(); round++) {
            List<Contender> turn = round % 2 == 0 ? ways : ways.reversed();
            for (int clients : options.clients()) {
                for (Contender way : turn) {
                    Key key = new Key(way, clients);
                    Choice choice = choices.getOrDefault(key, new Choice(8, OTHERS_GUESS));
                    Result result = once(way, choice,
                            new ClosedLoop(clients, pace.warmUp(), pace.measured(), round + 2L));
                    results.merge(key, result, Result::and);
                    tell(result);
                }
            }
        }
        return results.values().stream()
                .map(result -> result.audited(
                        audits.getOrDefault(result.way(), SaleAudit.nothing())))
                .toList();
    }

    private Choice choose(Contender way, int clients) throws SQLException {
        Options.Pace pace = options.pace();
        int guess = way == Contender.ENGINE ? ENGINE_GUESS : OTHERS_GUESS;
        List<Integer> tries = tries(way);
        if (pace.quick()) {
            return new Choice(tries.getFirst(), guess / 10.0);
        }
        Choice best = new Choice(tries.getFirst(), guess);
        double most = -1;
        for (int with : tries) {
            ClosedLoop crowd = new ClosedLoop(clients, pace.warmUp(), pace.probe(), 1);
            double perSecond = once(way, new Choice(with, guess), crowd).tally().perSecond();
            if (perSecond > most) {
                most = perSecond;
                best = new Choice(with, perSecond);
            }
        }
        return best;
    }

    /// All that are worth trying where all clients want one row; elsewhere two are enough.
    private List<Integer> tries(Contender way) {
        List<Integer> all = way.tries();
        return field instanceof HotPool || all.size() < 3
                ? all : List.of(all.get(1), all.getLast());
    }

    private Result once(Contender way, Choice choice, ClosedLoop crowd) throws SQLException {
        double seconds = crowd.warmUp().plus(crowd.measured()).toMillis() / 1e3;
        int copies = field.copies(Math.round(choice.perSecond * seconds * 1.3));
        String workspace = stage.workspace(way.word(), copies);
        Sale sale = field.open(workspace, copies);
        Tally tally;
        try (Way open = way.open(arena.ground(), choice.with)) {
            tally = crowd.at(open, sale);
        }
        SaleAudit audit = audit(way, workspace, tally.told());
        // An anomaly in a trial counts as one in a run.
        audits.merge(way, audit, SaleAudit::and);
        return Result.once(way, crowd.clients(), choice.with, tally, audit);
    }

    private SaleAudit audit(Contender way, String workspace, long told) throws SQLException {
        SaleAudit audit = SaleAudit.of(arena.source(), workspace, way.promise(field.word()), told);
        if (way != Contender.ENGINE) {
            return audit;
        }
        AuditReport own = arena.engine().audit(workspace);
        List<String> findings = own.findings().stream()
                .map(each -> each.promise() + " " + each.inventory() + " " + each.detail())
                .limit(3).toList();
        return audit.and(new SaleAudit(0, findings));
    }

    /// All clients sell the same few places, until one of them is refused.
    List<Result> untilGone(List<Contender> ways) throws SQLException {
        List<Result> results = new ArrayList<>();
        for (Contender way : ways) {
            int with = options.pace().quick()
                    ? way.tries().getFirst() : way.tries().getLast();
            ClosedLoop crowd = new ClosedLoop(LAST_CLIENTS, Duration.ZERO, LONGEST_LAST, 1);
            Result result = once(way, new Choice(with, OTHERS_GUESS), crowd);
            results.add(result);
            tell(result);
        }
        return results;
    }

    Tally openLoop(int perSecond) throws SQLException {
        Options.Pace pace = options.pace();
        String workspace = stage.workspace("due", 1);
        Duration measured = pace.quick() ? pace.measured() : DUE;
        try (Way open = Contender.ENGINE.open(arena.ground(), 8)) {
            return new OpenLoop(perSecond, pace.warmUp(), measured, 1)
                    .at(open, field.open(workspace, 1));
        }
    }

    private void tell(Result result) {
        Tally tally = result.tally();
        progress.printf(Locale.ROOT,
                "%-13s %4d clients, %2d: %,9.0f holds/s, p50 %.1f ms, p99 %.1f ms, %s%n",
                result.way().word(), result.clients(), result.with(), tally.perSecond(),
                tally.latencies().percentile(50), tally.latencies().percentile(99),
                result.audit().inWords());
    }
}
