package holdfast.judge;

import holdfast.HeldItem;
import holdfast.Hold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;

/// Computes from the clients' answers what each hold had, and from when to when.
final class OwnershipPeriods {
    private final KeyUse keys;
    private final Timeline timeline;

    OwnershipPeriods(KeyUse keys, Timeline timeline) {
        this.keys = keys;
        this.timeline = timeline;
    }

    /// The same items over some versions, with the answers that show them.
    private record Stay(List<HeldItem> items, List<ObservedHold> observed) {
        long firstTold() {
            return observed.stream().mapToLong(ObservedHold::until).min().orElse(Long.MAX_VALUE);
        }
    }

    List<Ownership> of(HoldLife life) {
        List<Stay> stays = stays(life);
        List<Ownership> tenures = new ArrayList<>();
        Ownership.Counted counted = Ownership.Counted.NOTHING;
        for (int at = 0; at < stays.size(); at++) {
            List<Stay> later = stays.subList(at + 1, stays.size());
            Interval possible = new Interval(begin(life, stays.get(at), at), end(life, later));
            Interval certain = new Interval(stays.get(at).firstTold(), certainEnd(life, later));
            counted = counted(stays.get(at), counted);
            tenures.add(new Ownership(
                    life, stays.get(at).items, counted, possible, certain, doubts(life)));
        }
        return tenures;
    }

    /// From each deadline until an answer shows a booking or a later deadline. An answer before the
    /// deadline leaves no doubt.
    private List<Interval> doubts(HoldLife life) {
        return life.deadlines().stream()
                .map(deadline -> new Interval(
                        timeline.certainlyBefore(deadline), outlived(life, deadline)))
                .filter(doubt -> !doubt.empty())
                .toList();
    }

    private static long outlived(HoldLife life, Instant deadline) {
        return life.seen().stream()
                .filter(each -> each.state() == ObservedHold.State.BOOKED
                        || (each.state() == ObservedHold.State.HELD && each.at() != null
                                && each.at().isAfter(deadline)))
                .mapToLong(ObservedHold::until).min().orElse(Long.MIN_VALUE);
    }

    private static List<Stay> stays(HoldLife life) {
        Map<Integer, List<ObservedHold>> versions = new TreeMap<>();
        for (ObservedHold each : life.seen()) {
            Hold hold = each.hold();
            if (hold != null) {
                versions.computeIfAbsent(hold.version(), _ -> new ArrayList<>()).add(each);
            }
        }
        List<Stay> stays = new ArrayList<>();
        for (List<ObservedHold> observed : versions.values()) {
            List<HeldItem> items = items(observed.getFirst());
            if (!stays.isEmpty() && stays.getLast().items.equals(items)) {
                stays.getLast().observed.addAll(observed);
            } else {
                stays.add(new Stay(items, new ArrayList<>(observed)));
            }
        }
        return stays;
    }

    private static List<HeldItem> items(ObservedHold seen) {
        Hold hold = seen.hold();
        return hold == null ? List.of() : hold.basket().items();
    }

    /// The earliest moment it may have begun: the request's. A hold whose creation no answer shows
    /// may have begun at any time.
    private long begin(HoldLife life, Stay stay, int at) {
        LongStream makers = stay.observed.stream()
                .filter(each -> makes(each.by().call())).mapToLong(ObservedHold::since);
        if (at == 0) {
            return makers.min().orElse(Long.MIN_VALUE);
        }
        LongStream silent = life.asked(RecordedCall.Exchange.class).stream()
                .filter(Operation::silent).mapToLong(each -> each.invoked().nanos());
        return LongStream.concat(makers, silent).min().orElse(Long.MIN_VALUE);
    }

    private static boolean makes(RecordedCall call) {
        return call instanceof RecordedCall.Hold || call instanceof RecordedCall.Block
                || call instanceof RecordedCall.Exchange;
    }

    /// An exchange without limits keeps the earlier ones.
    private static Ownership.Counted counted(Stay stay, Ownership.Counted before) {
        for (ObservedHold each : stay.observed) {
            if (each.by().call() instanceof RecordedCall.Hold(var request)) {
                return new Ownership.Counted(request.customer(), request.limits());
            }
            if (each.by().call() instanceof RecordedCall.Exchange(var request)
                    && each.hold() != null
                    && request.limits().isPresent()) {
                return new Ownership.Counted(
                        each.hold().basket().customer(), request.limits().get());
            }
        }
        return before;
    }

    /// The latest moment at which it may have been live.
    private long end(HoldLife life, List<Stay> later) {
        LongStream observed = LongStream.concat(
                later.stream().mapToLong(Stay::firstTold),
                life.seen().stream().filter(each -> !each.state().live())
                        .mapToLong(ObservedHold::until));
        return Math.min(observed.min().orElse(Long.MAX_VALUE), expired(life));
    }

    private long expired(HoldLife life) {
        Optional<Instant> expired = life.seen(ObservedHold.State.EXPIRED).stream()
                .map(ObservedHold::at).filter(at -> at != null).findFirst();
        if (expired.isPresent()) {
            return timeline.certainlyAfter(expired.get());
        }
        boolean perhapsBooked = life.ever(ObservedHold.State.BOOKED)
                || life.asked(RecordedCall.Confirm.class).stream().anyMatch(Operation::silent);
        boolean perhapsLonger =
                life.asked(RecordedCall.Extend.class).stream().anyMatch(keys::unresolved);
        if (perhapsBooked || perhapsLonger) {
            return Long.MAX_VALUE;
        }
        return life.deadline().map(timeline::certainlyAfter).orElse(Long.MAX_VALUE);
    }

    /// The moment until which it was certainly live.
    private long certainEnd(HoldLife life, List<Stay> later) {
        LongStream exchanges = LongStream.concat(
                later.stream().flatMap(stay -> stay.observed.stream())
                        .filter(each -> each.by().call() instanceof RecordedCall.Exchange)
                        .mapToLong(ObservedHold::since),
                silent(life, RecordedCall.Exchange.class));
        LongStream others = LongStream.concat(
                later.stream().mapToLong(stay -> stay.observed.stream()
                        .mapToLong(ObservedHold::since).min().orElse(Long.MIN_VALUE)),
                cancels(life));
        long ended = LongStream.concat(exchanges, others).min().orElse(Long.MAX_VALUE);
        if (life.ever(ObservedHold.State.BOOKED)) {
            return ended;
        }
        return Math.min(ended, life.deadline().map(timeline::certainlyBefore)
                .orElse(life.ever(ObservedHold.State.BLOCKED) ? Long.MAX_VALUE : Long.MIN_VALUE));
    }

    /// The moments from which on it may be cancelled.
    private LongStream cancels(HoldLife life) {
        LongStream asked = life.asked().stream()
                .filter(each -> each.call() instanceof RecordedCall.Cancel
                        || each.call() instanceof RecordedCall.Unblock)
                .filter(each -> each.silent()
                        || each.answer() instanceof holdfast.CancelOutcome.Done)
                .mapToLong(each -> each.invoked().nanos());
        boolean known =
                life.asked().stream().anyMatch(each -> each.call() instanceof RecordedCall.Cancel
                        || each.call() instanceof RecordedCall.Unblock);
        // A client outside the history ended it, at an unknown time.
        return known || !life.ever(ObservedHold.State.CANCELLED)
                ? asked : LongStream.of(Long.MIN_VALUE);
    }

    private <C extends RecordedCall> LongStream silent(HoldLife life, Class<C> call) {
        return life.asked(call).stream().filter(keys::unresolved)
                .mapToLong(each -> each.invoked().nanos());
    }
}
