package holdfast.judge;

import holdfast.judge.OwnershipIndex.Use;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;

/// Sums the quantities taken at the same moment, over time.
final class TakenOverTime {

    private record Step(long at, long change, Use use) {}

    /// A moment at which more was taken than allowed.
    record Excess(long sum, long allowed, List<Ownership> tenures) {}

    private TakenOverTime() {}

    private static List<Step> steps(List<Use> uses, Function<Ownership, Interval> span) {
        List<Step> steps = new ArrayList<>();
        for (Use use : uses) {
            Interval when = span.apply(use.tenure());
            if (!when.empty()) {
                steps.add(new Step(when.from(), use.quantity(), use));
                steps.add(new Step(when.to(), -use.quantity(), use));
            }
        }
        // At one moment ends come before beginnings.
        steps.sort(Comparator.comparingLong(Step::at).thenComparingLong(Step::change));
        return steps;
    }

    /// The first moment at which more was certainly taken than was allowed.
    static Optional<Excess> excess(List<Use> uses, LongUnaryOperator allowedAt) {
        List<Ownership> live = new ArrayList<>();
        long sum = 0;
        for (Step step : steps(uses, Ownership::certain)) {
            sum += step.change;
            if (step.change < 0) {
                live.remove(step.use.tenure());
                continue;
            }
            live.add(step.use.tenure());
            long allowed = allowedAt.applyAsLong(step.at);
            if (sum > allowed) {
                return Optional.of(new Excess(sum, allowed, List.copyOf(live)));
            }
        }
        return Optional.empty();
    }

    /// The greatest quantity that may have been taken at one moment between the two.
    static long mostPossible(List<Use> uses, long from, long to) {
        List<Use> near = uses.stream()
                .filter(use -> use.tenure().possible().touches(from, to)).toList();
        long sum = 0;
        long most = 0;
        for (Step step : steps(near, Ownership::possible)) {
            sum += step.change;
            most = step.at <= to ? Math.max(most, sum) : most;
        }
        return most;
    }
}
