package holdfast.judge;

import holdfast.CancelOutcome;
import holdfast.ConfirmOutcome;
import holdfast.Refusal;
import holdfast.judge.ObservedHold.State;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Checks the life of each hold: it ends at most once, its state never goes back, and a client that
/// got it finds it again.
final class LifeCheck implements Check {

    @Override
    public void weigh(Evidence evidence, BrokenPromises findings) {
        for (HoldLife life : evidence.lives().values()) {
            onward(life, findings);
            oneEnd(life, findings);
            oneEffect(life, findings);
            known(life, findings);
        }
    }

    /// An answer received before a later request binds that request's answer.
    private static void onward(HoldLife life, BrokenPromises findings) {
        for (ObservedHold earlier : life.seen()) {
            for (ObservedHold later : life.seen()) {
                if (earlier.until() >= later.since()) {
                    continue;
                }
                findings.weighed(Promise.VISIBLE);
                if (!earlier.state().leadsTo(later.state())) {
                    Promise broken = earlier.state().live() ? Promise.VISIBLE : Promise.ENDS_ONCE;
                    findings.add(broken, life.id() + " was " + earlier.state() + " and then "
                            + later.state(), earlier.by(), later.by());
                }
            }
        }
    }

    private static void oneEnd(HoldLife life, BrokenPromises findings) {
        List<ObservedHold> expired = life.seen(State.EXPIRED);
        List<ObservedHold> booked = life.seen(State.BOOKED);
        List<ObservedHold> cancelled = life.seen(State.CANCELLED);
        List<ObservedHold> ended = expired.isEmpty() ? cancelled : expired;
        if (!ended.isEmpty() || !booked.isEmpty()) {
            findings.weighed(Promise.ENDS_ONCE);
        }
        if (!expired.isEmpty() && !(booked.isEmpty() && cancelled.isEmpty())) {
            ObservedHold other = booked.isEmpty() ? cancelled.getFirst() : booked.getFirst();
            findings.add(Promise.ENDS_ONCE, life.id() + " expired and was also "
                    + other.state(), expired.getFirst().by(), other.by());
        }
        Set<Instant> moments = new HashSet<>();
        for (ObservedHold each : ended) {
            Instant at = each.at();
            if (at != null && moments.add(at) && moments.size() > 1) {
                findings.add(Promise.ENDS_ONCE, life.id() + " ended at different moments",
                        ended.getFirst().by(), each.by());
            }
        }
    }

    private static void oneEffect(HoldLife life, BrokenPromises findings) {
        List<Operation> confirmed = life.asked().stream()
                .filter(each -> each.answer() instanceof ConfirmOutcome.Confirmed c && !c.again())
                .toList();
        if (confirmed.size() > 1) {
            findings.add(Promise.ENDS_ONCE,
                    life.id() + " was confirmed more than once", confirmed);
        }
        List<Operation> cancelled = life.asked().stream()
                .filter(each -> each.answer() instanceof CancelOutcome.Done d && !d.again())
                .toList();
        if (!life.seen(State.CANCELLED).isEmpty()) {
            findings.weighed(Promise.BACK_ONCE);
        }
        if (cancelled.size() > 1) {
            findings.add(Promise.BACK_ONCE,
                    life.id() + " was cancelled more than once", cancelled);
        }
    }

    /// A hold in an earlier answer is never unknown afterwards.
    private static void known(HoldLife life, BrokenPromises findings) {
        boolean block = life.ever(State.BLOCKED);
        for (Operation each : life.asked()) {
            boolean other = block != (each.call() instanceof RecordedCall.Unblock)
                    && !(each.call() instanceof RecordedCall.Find);
            boolean unknown = switch (each.answer()) {
                case Refusal.Unknown(List<String> ids) -> ids.contains(life.id());
                case Optional<?> found -> found.isEmpty();
                default -> false;
            };
            if (!unknown || other) {
                continue;
            }
            life.seen().stream().filter(seen -> seen.until() < each.invoked().nanos()).findFirst()
                    .ifPresent(seen -> findings.add(Promise.VISIBLE,
                            life.id() + " was known and then unknown", seen.by(), each));
        }
    }
}
