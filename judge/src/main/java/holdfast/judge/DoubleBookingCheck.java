package holdfast.judge;

import holdfast.Inventory;
import holdfast.Kind;
import holdfast.judge.OwnershipIndex.Period;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Checks that no seat and no stretch of a lane belonged to two holds at a moment at which both
/// were certainly live.
final class DoubleBookingCheck implements Check {

    @Override
    public void weigh(Evidence evidence, BrokenPromises findings) {
        evidence.uses().seats().forEach((seat, tenures) -> {
            List<Ownership> byBegin = tenures.stream()
                    .filter(tenure -> !tenure.certain().empty())
                    .sorted(Comparator.comparingLong(tenure -> tenure.certain().from()))
                    .toList();
            for (int at = 1; at < byBegin.size(); at++) {
                findings.weighed(Promise.SEAT_ONCE);
                both(byBegin.subList(0, at), byBegin.get(at), Promise.SEAT_ONCE,
                        "seat " + seat.name() + " of " + seat.seatMap(), findings);
            }
        });
        evidence.uses().periods().forEach(
                (calendar, periods) -> calendar(calendar, periods, evidence, findings));
    }

    private static void both(List<Ownership> earlier, Ownership tenure, Promise promise,
            String what,
            BrokenPromises findings) {
        earlier.stream()
                .filter(other -> other.certain().meets(tenure.certain()))
                .findFirst()
                .ifPresent(other -> twice(other, tenure, promise, what, findings));
    }

    private static void twice(
            Ownership one, Ownership other, Promise promise, String what, BrokenPromises findings) {
        List<Operation> proof = new ArrayList<>(one.proof());
        proof.addAll(other.proof());
        findings.add(promise, what + " belonged to " + one.hold() + " and to " + other.hold()
                + " at the same time", proof);
    }

    private static void calendar(
            String calendar, List<Period> periods, Evidence evidence, BrokenPromises findings) {
        OfferTimeline.Id id = new OfferTimeline.Id(Kind.TIME, calendar);
        long lanes = evidence.offers().between(id, Long.MIN_VALUE, Long.MAX_VALUE).shapes().stream()
                .mapToLong(shape -> shape instanceof Inventory.Calendar c ? c.lanes() : 0)
                .max().orElse(Long.MAX_VALUE);
        List<Period> sorted = periods.stream()
                .filter(period -> !period.tenure().certain().empty())
                .sorted(Comparator.comparing(period -> period.stretch().occupied().from()))
                .toList();
        for (int at = 0; at < sorted.size(); at++) {
            Period period = sorted.get(at);
            if (period.stretch().lane() < 0 || period.stretch().lane() >= lanes) {
                findings.add(Promise.NO_OVERLAP, calendar + " has no lane "
                        + period.stretch().lane(), period.tenure().proof());
            }
            Set<Ownership> atOnce = new HashSet<>();
            for (int before = 0; before < at; before++) {
                Period other = sorted.get(before);
                if (!other.stretch().occupied().to()
                        .isAfter(period.stretch().occupied().from())) {
                    continue;
                }
                findings.weighed(Promise.NO_OVERLAP);
                if (!other.tenure().certain().meets(period.tenure().certain())) {
                    continue;
                }
                atOnce.add(other.tenure());
                if (other.stretch().lane() == period.stretch().lane()) {
                    twice(other.tenure(), period.tenure(), Promise.NO_OVERLAP, "lane "
                            + period.stretch().lane() + " of " + calendar + " around "
                            + period.stretch().occupied().from(), findings);
                }
            }
            if (sameMoment(atOnce, period.tenure()) >= lanes) {
                findings.add(Promise.NO_OVERLAP, calendar + " took more than " + lanes
                        + " at once around " + period.stretch().occupied().from(),
                        period.tenure().proof());
            }
        }
    }

    /// The greatest number of `others` that were certainly live at one moment of `tenure`.
    private static long sameMoment(Set<Ownership> others, Ownership tenure) {
        long most = 0;
        List<Long> begins = new ArrayList<>(others.stream()
                .map(other -> other.certain().from()).toList());
        begins.add(tenure.certain().from());
        for (long begin : begins) {
            if (!tenure.certain().covers(begin, begin)) {
                continue;
            }
            most = Math.max(most, others.stream()
                    .filter(other -> other.certain().covers(begin, begin)).count());
        }
        return most;
    }
}
