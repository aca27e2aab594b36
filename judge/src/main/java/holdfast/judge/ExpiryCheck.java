package holdfast.judge;

import holdfast.ConfirmOutcome;
import holdfast.ExtendOutcome;
import holdfast.Hold;
import holdfast.HoldRequest;
import holdfast.judge.ObservedHold.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/// Checks deadlines on the database's clock: nothing changes a hold at or after its deadline, and
/// it does not end before.
final class ExpiryCheck implements Check {
    private final Duration slack;

    /// `slack` is the greatest error of the recorder's reading of the clock.
    ExpiryCheck(Duration slack) {
        this.slack = slack;
    }

    @Override
    public void weigh(Evidence evidence, BrokenPromises findings) {
        for (HoldLife life : evidence.lives().values()) {
            boolean exact = life.asked(RecordedCall.Extend.class).stream()
                    .noneMatch(evidence.keys()::unresolved);
            life.deadline().ifPresent(deadline -> {
                confirmed(life, deadline, exact, findings);
                expired(life, deadline, exact, findings);
            });
            held(life, findings);
            life.seen().forEach(seen -> moment(life, seen, findings));
        }
    }

    /// A change happened between the request and its answer, by the database's clock.
    private void moment(HoldLife life, ObservedHold seen, BrokenPromises findings) {
        Hold hold = seen.hold();
        if (hold == null || !seen.first() || seen.since() != seen.by().invoked().nanos()) {
            return;
        }
        Instant at = switch (hold) {
            case Hold.Held held -> held.basket().madeAt();
            case Hold.Blocked blocked -> blocked.basket().madeAt();
            case Hold.Booked booked -> booked.at();
            case Hold.Cancelled cancelled -> cancelled.at();
            case Hold.Expired expired -> expired.at();
        };
        boolean made = seen.by().call() instanceof RecordedCall.Hold
                || seen.by().call() instanceof RecordedCall.Block;
        boolean ended = hold instanceof Hold.Booked || hold instanceof Hold.Cancelled;
        if ((made || ended)
                && (at.plus(slack).isBefore(seen.by().invoked().clock())
                        || at.minus(slack).isAfter(seen.by().answered().clock()))) {
            findings.add(Promise.EXACT_EXPIRY, life.id() + " became " + seen.state() + " at " + at
                    + ", which is not when it was asked", seen.by());
        }
        if (seen.by().call() instanceof RecordedCall.Hold(HoldRequest request)
                && !at.plus(request.holdFor()).equals(seen.at())) {
            findings.add(Promise.EXACT_EXPIRY, life.id() + " was made at " + at + " for "
                    + request.holdFor() + " and lasts until " + seen.at(), seen.by());
        }
    }

    private void confirmed(HoldLife life, Instant deadline, boolean exact,
            BrokenPromises findings) {
        for (ObservedHold each : life.seen(State.BOOKED)) {
            if (!exact || !each.first()
                    || !(each.by().answer() instanceof ConfirmOutcome.Confirmed confirmed)) {
                continue;
            }
            findings.weighed(Promise.EXACT_EXPIRY);
            if (!each.by().invoked().clock().isBefore(deadline.plus(slack))) {
                findings.add(Promise.EXACT_EXPIRY, life.id() + " was confirmed when its deadline "
                        + deadline + " had passed", each.by());
            }
            if (!confirmed.booking().at().isBefore(deadline)) {
                findings.add(Promise.EXACT_EXPIRY, life.id() + " was booked at "
                        + confirmed.booking().at() + ", not before its deadline " + deadline,
                        each.by());
            }
        }
    }

    private void expired(HoldLife life, Instant deadline, boolean exact, BrokenPromises findings) {
        for (ObservedHold each : life.seen(State.EXPIRED)) {
            Instant at = each.at();
            if (at == null) {
                continue;
            }
            findings.weighed(Promise.EXACT_EXPIRY);
            if (at.isBefore(deadline) || (exact && at.isAfter(deadline))) {
                findings.add(Promise.EXACT_EXPIRY, life.id() + " expired at " + at
                        + ", but its deadline was " + deadline, each.by());
            }
            if (each.by().answered().clock().plus(slack).isBefore(at)) {
                findings.add(Promise.EXACT_EXPIRY, life.id()
                        + " was said to have expired before " + at, each.by());
            }
        }
    }

    /// A client sees a hold as held only before its deadline. An extension is granted only before
    /// the deadline that it replaces.
    private void held(HoldLife life, BrokenPromises findings) {
        for (ObservedHold each : life.seen(State.HELD)) {
            Instant deadline = each.at();
            if (deadline == null || each.since() != each.by().invoked().nanos()) {
                continue;
            }
            findings.weighed(Promise.EXACT_EXPIRY);
            Instant asked = each.by().invoked().clock();
            if (!asked.isBefore(deadline.plus(slack))) {
                findings.add(Promise.EXACT_EXPIRY,
                        life.id() + " was held after its deadline " + deadline, each.by());
            }
            if (each.by().answer() instanceof ExtendOutcome.Extended && each.first()) {
                before(life, deadline)
                        .filter(had -> !asked.isBefore(had.plus(slack)))
                        .filter(_ -> alone(life, each, deadline))
                        .ifPresent(had -> findings.add(Promise.EXACT_EXPIRY, life.id()
                                + " was extended after its deadline " + had, each.by()));
            }
        }
    }

    /// Whether no other extension can have set this deadline.
    private static boolean alone(HoldLife life, ObservedHold extended, Instant deadline) {
        return life.asked(RecordedCall.Extend.class).stream().noneMatch(Operation::silent)
                && life.seen(State.HELD).stream().noneMatch(
                        other -> !other.by().equals(extended.by())
                                && other.by().answer() instanceof ExtendOutcome.Extended
                                && deadline.equals(other.at()));
    }

    private static Optional<Instant> before(HoldLife life, Instant deadline) {
        return life.seen(State.HELD).stream()
                .map(ObservedHold::at)
                .filter(at -> at != null && at.isBefore(deadline))
                .max(Comparator.naturalOrder());
    }
}
