package holdfast.bench;

import holdfast.bench.measure.ClosedLoop;
import holdfast.bench.measure.Spread;
import holdfast.bench.measure.Tally;
import holdfast.bench.sale.SaleAudit;
import holdfast.bench.way.Contender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The result of one way with one number of clients, over all rounds.
///
/// @param with   the best number of connections (for Redis: of milliseconds between two polls)
/// @param tally  of all rounds together
/// @param rounds holds a second, round by round
/// @param warmUp before the measured time
record Result(
        Contender way, int clients, int with, Tally tally, List<Double> rounds, Warmth warmUp,
        SaleAudit audit) {
    Result {
        rounds = List.copyOf(rounds);
    }

    /// @param longest the longest warm-up of all rounds
    /// @param stable  whether the rate was stable before each round
    record Warmth(Duration longest, boolean stable) {
        Warmth and(Warmth other) {
            return new Warmth(longest.compareTo(other.longest) > 0 ? longest : other.longest,
                    stable && other.stable);
        }
    }

    static Result once(
            Contender way, int clients, int with, ClosedLoop.Run run, SaleAudit audit) {
        return new Result(way, clients, with, run.tally(), List.of(run.tally().perSecond()),
                new Warmth(run.warmedFor(), run.stable()), audit);
    }

    Result and(Result next) {
        List<Double> both = new ArrayList<>(rounds);
        both.addAll(next.rounds);
        return new Result(way, clients, with, tally.and(next.tally), both,
                warmUp.and(next.warmUp), audit.and(next.audit));
    }

    Result audited(SaleAudit everyRun) {
        return new Result(way, clients, with, tally, rounds, warmUp, everyRun);
    }

    Spread perSecond() {
        return Spread.of(rounds);
    }

    /// Whether an audit has the expected result: clean, or, for a negative control, with findings.
    boolean asExpected() {
        return way.isControl() ? audit.oversold() > 0 : audit.clean();
    }
}
