package holdfast.judge;

import holdfast.BlockOutcome.Blocked;
import holdfast.CancelOutcome;
import holdfast.ConfirmOutcome.Confirmed;
import holdfast.Effect;
import holdfast.ExchangeOutcome.Exchanged;
import holdfast.ExtendOutcome.Extended;
import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.HoldOutcome.Granted;
import holdfast.JournalLine;
import holdfast.Verb;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Checks that every acknowledged change is in the journals, also after crashes, and that every
/// change in the journals comes from a request that was not refused.
final class AcknowledgedCheck implements Check {

    /// A change of one hold by one transaction.
    private record Step(String hold, Verb verb, int version) {}

    @Override
    public void weigh(Evidence evidence, BrokenPromises findings) {
        if (evidence.journals().closed().isEmpty()) {
            return;
        }
        Map<Step, List<JournalLine>> steps = new HashMap<>();
        for (JournalLine entry : evidence.journals().all()) {
            entry.of().hold().ifPresent(hold -> steps
                    .computeIfAbsent(
                            new Step(hold, entry.what().verb(), entry.of().holdVersion()),
                            _ -> new ArrayList<>())
                    .add(entry));
        }
        evidence.lives().values().forEach(life -> life.seen().forEach(
                seen -> acknowledged(life, seen, steps, evidence, findings)));
        caused(steps, evidence, findings);
        atOnce(steps, findings);
    }

    private static void acknowledged(HoldLife life, ObservedHold seen,
            Map<Step, List<JournalLine>> steps,
            Evidence evidence, BrokenPromises findings) {
        Hold hold = seen.hold();
        if (hold == null || seen.by().call() instanceof RecordedCall.Find) {
            return;
        }
        findings.weighed(Promise.DURABLE);
        boolean there = switch (seen.by().answer()) {
            case Granted _ -> took(hold, Verb.HOLD, steps, evidence);
            case Blocked _ -> took(hold, Verb.BLOCK, steps, evidence);
            case Exchanged _ ->
                    steps.keySet().stream().anyMatch(step -> is(step, life, Verb.EXCHANGE)
                            && step.version == hold.version());
            case Confirmed _ ->
                    steps.keySet().stream().anyMatch(step -> is(step, life, Verb.CONFIRM));
            case CancelOutcome.Done _ -> steps.keySet().stream().anyMatch(
                    step -> is(step, life, Verb.CANCEL) || is(step, life, Verb.UNBLOCK));
            // An earlier extension may have set that deadline: a hold is never shortened.
            case Extended extended -> steps.entrySet().stream()
                    .filter(step -> step.getKey().hold.equals(life.id()))
                    .flatMap(step -> step.getValue().stream())
                    .anyMatch(entry -> entry.of().until()
                            .equals(Optional.of(extended.hold().deadline())));
            default -> true;
        };
        if (!there) {
            findings.add(Promise.DURABLE, life.id() + " was acknowledged as " + seen.state()
                    + " and the journals know nothing of it", seen.by());
        }
    }

    private static boolean is(Step step, HoldLife life, Verb verb) {
        return step.hold.equals(life.id()) && step.verb == verb;
    }

    private static boolean took(
            Hold hold, Verb verb, Map<Step, List<JournalLine>> steps, Evidence evidence) {
        Set<MovedClaim> expected = new HashSet<>();
        List<HeldItem> items = hold.basket().items();
        for (int item = 0; item < items.size(); item++) {
            expected.addAll(MovedClaim.of(item, items.get(item), evidence.offers()));
        }
        Set<MovedClaim> taken = new HashSet<>();
        steps.getOrDefault(new Step(hold.id(), verb, hold.version()), List.of()).stream()
                .filter(entry -> entry.what().effect() == Effect.TAKE)
                .map(MovedClaim::read)
                .filter(moved -> !moved.limit())
                .forEach(taken::add);
        return taken.equals(expected);
    }

    private static void caused(
            Map<Step, List<JournalLine>> steps, Evidence evidence, BrokenPromises findings) {
        long lost = evidence.operations().stream()
                .filter(each -> each.call() instanceof RecordedCall.Hold
                        || each.call() instanceof RecordedCall.Block)
                .filter(evidence.keys()::unresolved).count();
        List<String> orphans = new ArrayList<>();
        for (Step step : steps.keySet()) {
            findings.weighed(Promise.NO_EFFECT);
            HoldLife life = evidence.lives().get(step.hold);
            List<Operation> asked = life == null ? List.of() : life.asked();
            switch (step.verb) {
                case HOLD, BLOCK -> {
                    if (life == null || life.seen().stream().noneMatch(
                            seen -> seen.by().call() instanceof RecordedCall.Hold
                                    || seen.by().call() instanceof RecordedCall.Block)) {
                        orphans.add(step.hold);
                    }
                }
                case CONFIRM -> caused(step, 1, asked.stream()
                        .filter(each -> each.call() instanceof RecordedCall.Confirm
                                && (each.silent() || each.answer() instanceof Confirmed))
                        .limit(1).count(), findings);
                case CANCEL, UNBLOCK -> caused(step, 1, asked.stream()
                        .filter(each -> each.silent()
                                || each.answer() instanceof CancelOutcome.Done)
                        .filter(each -> each.call() instanceof RecordedCall.Cancel
                                || each.call() instanceof RecordedCall.Unblock)
                        .limit(1).count(), findings);
                case EXTEND -> caused(step, count(steps, step), asked.stream()
                        .filter(each -> each.call() instanceof RecordedCall.Extend
                                && (each.silent() || each.answer() instanceof Extended))
                        .count(),
                        findings);
                case EXCHANGE -> caused(step, count(steps, step), asked.stream()
                        .filter(each -> each.call() instanceof RecordedCall.Exchange
                                && (each.silent() || each.answer() instanceof Exchanged))
                        .count(),
                        findings);
                case OFFER, WITHDRAW, EXPIRE -> {}
            }
        }
        if (orphans.size() > lost) {
            findings.add(Promise.NO_EFFECT, "nobody was granted " + orphans + ", and only " + lost
                    + " requests were never answered");
        }
    }

    private static long count(Map<Step, List<JournalLine>> steps, Step like) {
        return steps.keySet().stream()
                .filter(step -> step.hold.equals(like.hold) && step.verb == like.verb).count();
    }

    private static void caused(Step step, long happened, long asked, BrokenPromises findings) {
        if (asked < happened) {
            findings.add(Promise.NO_EFFECT, step.verb + " happened " + happened + " times to "
                    + step.hold + " and was answered with success or not at all " + asked
                    + " times");
        }
    }

    /// All items of a basket move in one transaction, at one moment.
    private static void atOnce(Map<Step, List<JournalLine>> steps, BrokenPromises findings) {
        steps.forEach((step, entries) -> {
            Set<Instant> moments = new HashSet<>();
            entries.forEach(entry -> moments.add(entry.at()));
            if (moments.size() > 1 && step.verb != Verb.EXPIRE) {
                findings.add(Promise.WHOLE, step + " happened at several moments: " + entries);
            }
        });
    }
}
