package holdfast.bench;

import holdfast.bench.measure.Tally;
import holdfast.bench.sale.SaleAudit;
import holdfast.bench.way.Contender;
import java.util.ArrayList;
import java.util.List;

/// The result of one way with one number of clients, over all rounds.
///
/// @param with   the best number of connections (for Redis: of milliseconds between two polls)
/// @param rounds holds a second, round by round
record Result(
        Contender way, int clients, int with, Tally tally, List<Double> rounds, SaleAudit audit) {
    Result {
        rounds = List.copyOf(rounds);
    }

    static Result once(Contender way, int clients, int with, Tally tally, SaleAudit audit) {
        return new Result(way, clients, with, tally, List.of(tally.perSecond()), audit);
    }

    Result and(Result next) {
        List<Double> both = new ArrayList<>(rounds);
        both.addAll(next.rounds);
        return new Result(way, clients, with, tally.and(next.tally), both, audit.and(next.audit));
    }

    Result audited(SaleAudit everyRun) {
        return new Result(way, clients, with, tally, rounds, everyRun);
    }

    /// Whether an audit has the expected result: clean, or, for a negative control, with findings.
    boolean asExpected() {
        return way.isControl() ? audit.oversold() > 0 : audit.clean();
    }
}
