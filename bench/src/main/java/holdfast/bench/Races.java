package holdfast.bench;

import holdfast.AuditReport;
import holdfast.Holdfast;
import holdfast.bench.measure.ClosedLoop;
import holdfast.bench.measure.OpenLoop;
import holdfast.bench.measure.Tally;
import holdfast.bench.measure.WarmUp;
import holdfast.bench.sale.Field;
import holdfast.bench.sale.Sale;
import holdfast.bench.sale.SaleAudit;
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
    private static final Duration LONGEST_LAST = Duration.ofSeconds(20);
    static final int LAST_CLIENTS = 64;
    private static final int BATCHED_GUESS = 60_000;
    private static final int OTHERS_GUESS = 10_000;
    /// A way may get this much faster between its trial and the end of its last round.
    private static final double FASTER = 2;

    private final FieldDatabase arena;
    private final Field field;
    private final Options options;
    private final RaceSchedule schedule;
    private final PrintStream progress;
    private final Map<Contender, SaleAudit> audits = new EnumMap<>(Contender.class);
    private final Map<Key, Choice> choices = new HashMap<>();

    private record Key(Contender way, int clients) {}

    /// The number of connections that a way runs with, and its speed so far.
    private record Choice(int with, double perSecond) {}

    Races(FieldDatabase arena, Options options, RaceSchedule schedule, PrintStream progress) {
        this.arena = arena;
        this.field = arena.field();
        this.options = options;
        this.schedule = schedule;
        this.progress = progress;
    }

    List<Result> run(List<Contender> ways) throws SQLException {
        Options.Pace pace = options.pace();
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
                    Result result = once(way, choice(key), new ClosedLoop(
                            clients, pace.warmUp(), pace.measured(), round + 2L));
                    choices.computeIfPresent(key, (same, choice) -> new Choice(
                            choice.with, Math.max(choice.perSecond, result.rounds().getFirst())));
                    results.merge(key, result, Result::and);
                    schedule.did(RaceSchedule.round(pace));
                    tell(result, round + 1);
                }
            }
        }
        return ways.stream().flatMap(way -> results.values().stream()
                .filter(result -> result.way() == way))
                .map(result -> result.audited(
                        audits.getOrDefault(result.way(), SaleAudit.nothing())))
                .toList();
    }

    private Choice choice(Key key) {
        return choices.getOrDefault(key, new Choice(8, OTHERS_GUESS));
    }

    /// How many trials a way has before its rounds. The first one counts for nothing, because the
    /// way's code is not compiled yet.
    static int trials(Options.Pace pace, Field field, Contender way) {
        return pace.quick() ? 0 : 1 + tries(field, way).size();
    }

    private Choice choose(Contender way, int clients) throws SQLException {
        Options.Pace pace = options.pace();
        boolean batched = way == Contender.ENGINE || way == Contender.BOUND;
        int guess = batched ? BATCHED_GUESS : OTHERS_GUESS;
        List<Integer> tries = tries(field, way);
        if (pace.quick()) {
            return new Choice(tries.getFirst(), guess / 10.0);
        }
        ClosedLoop crowd = new ClosedLoop(clients, pace.probeWarmUp(), pace.probe(), 1);
        once(way, new Choice(tries.getFirst(), guess), crowd);
        schedule.did(RaceSchedule.trial(pace));
        Choice best = new Choice(tries.getFirst(), 0);
        for (int with : tries) {
            Result result = once(way, new Choice(with, guess), crowd);
            schedule.did(RaceSchedule.trial(pace));
            double perSecond = result.tally().perSecond();
            if (perSecond > best.perSecond) {
                best = new Choice(with, perSecond);
            }
            tell(result, 0);
        }
        return best;
    }

    /// All that are worth trying where all clients want one row; elsewhere two are enough.
    private static List<Integer> tries(Field field, Contender way) {
        List<Integer> all = way.tries();
        return field.oneRow() || all.size() < 3 ? all : List.of(all.get(1), all.getLast());
    }

    private Result once(Contender way, Choice choice, ClosedLoop crowd) throws SQLException {
        double seconds = crowd.warmUp().longest().plus(crowd.measured()).toMillis() / 1e3;
        int copies = field.copies(Math.round(choice.perSecond * seconds * FASTER));
        // The bound reads no seats.
        int maps = way.sells() ? copies : 1;
        try (FieldDatabase.RunDatabase database = arena.copy(way.word(), maps)) {
            String workspace = database.workspace();
            Sale sale = way.sells() ? field.open(workspace, copies)
                    : field.unopposed(workspace, copies);
            ClosedLoop.Run run;
            try (Way open = way.open(database.ground(), choice.with)) {
                run = crowd.at(open, sale);
            }
            SaleAudit audit = audit(database, way, run.tally().acknowledged());
            // An anomaly in a trial counts as one in a run.
            audits.merge(way, audit, SaleAudit::and);
            return Result.once(way, crowd.clients(), choice.with, run, audit);
        }
    }

    private SaleAudit audit(FieldDatabase.RunDatabase database, Contender way, long acknowledged)
            throws SQLException {
        SaleAudit audit = SaleAudit.of(
                database.source(), database.workspace(), way.promise(field), acknowledged);
        if (way != Contender.ENGINE) {
            return audit;
        }
        try (Holdfast engine = database.engine()) {
            AuditReport own = engine.audit(database.workspace());
            List<String> findings = own.findings().stream()
                    .map(each -> each.promise() + " " + each.inventory() + " " + each.detail())
                    .limit(3).toList();
            return audit.and(new SaleAudit(0, findings));
        }
    }

    /// All clients sell the same few places, until one of them is refused.
    List<Result> untilGone(List<Contender> ways) throws SQLException {
        List<Result> results = new ArrayList<>();
        for (Contender way : ways) {
            int with = options.pace().quick()
                    ? way.tries().getFirst() : way.tries().getLast();
            ClosedLoop crowd = new ClosedLoop(LAST_CLIENTS, WarmUp.NONE, LONGEST_LAST, 1);
            Result result = once(way, new Choice(with, OTHERS_GUESS), crowd);
            results.add(result);
            progress.printf(Locale.ROOT, "%-13s sold %d, %s%n", way.word(),
                    result.tally().acknowledged(), result.audit().inWords());
        }
        return results;
    }

    Tally openLoop(int perSecond) throws SQLException {
        Options.Pace pace = options.pace();
        try (FieldDatabase.RunDatabase database = arena.copy("due", 1);
                Way open = Contender.ENGINE.open(database.ground(), 8)) {
            return new OpenLoop(perSecond, pace.probeWarmUp().longest(), pace.measured(), 1)
                    .at(open, field.open(database.workspace(), 1));
        }
    }

    private void tell(Result result, int round) {
        Tally tally = result.tally();
        progress.printf(Locale.ROOT,
                "%-13s %4d clients, %2d, %s: %,9.0f holds/s, p50 %.1f ms, p99 %.1f ms, "
                        + "warm after %.0f s%s, %s; %s left%n",
                result.way().word(), result.clients(), result.with(),
                round == 0 ? "trial" : "round " + round, tally.perSecond(),
                tally.latencies().percentile(50), tally.latencies().percentile(99),
                result.warmUp().longest().toMillis() / 1e3,
                result.warmUp().stable() || round == 0 ? "" : " and not stable",
                result.audit().inWords(), RaceSchedule.inWords(schedule.left()));
    }
}
