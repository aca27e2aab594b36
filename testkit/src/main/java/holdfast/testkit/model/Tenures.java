package holdfast.testkit.model;

import holdfast.Hold;
import holdfast.Taken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;

/// Works out what each hold had, and from when to when, from what clients were told alone.
final class Tenures {
    private final Keys keys;
    private final Timeline timeline;

    Tenures(Keys keys, Timeline timeline) {
        this.keys = keys;
        this.timeline = timeline;
    }

    /// The same items over some versions, and who told of them.
    private record Stay(List<Taken> items, List<Seen> told) {
        long firstTold() {
            return told.stream().mapToLong(Seen::until).min().orElse(Long.MAX_VALUE);
        }
    }

    List<Tenure> of(Life life) {
        List<Stay> stays = stays(life);
        List<Tenure> tenures = new ArrayList<>();
        Tenure.Counted counted = Tenure.Counted.NOTHING;
        for (int at = 0; at < stays.size(); at++) {
            List<Stay> later = stays.subList(at + 1, stays.size());
            Span possible = new Span(begin(life, stays.get(at), at), end(life, later));
            Span certain = new Span(stays.get(at).firstTold(), certainEnd(life, later));
            counted = counted(stays.get(at), counted);
            tenures.add(new Tenure(
                    life, stays.get(at).items, counted, possible, certain, doubts(life)));
        }
        return tenures;
    }

    /// From each deadline on until somebody was told that it is a booking, or has a later one. Who
    /// was told before the deadline leaves no doubt.
    private List<Span> doubts(Life life) {
        return life.deadlines().stream()
                .map(deadline -> new Span(
                        timeline.certainlyBefore(deadline), outlived(life, deadline)))
                .filter(doubt -> !doubt.empty())
                .toList();
    }

    private static long outlived(Life life, Instant deadline) {
        return life.seen().stream()
                .filter(each -> each.state() == Seen.State.BOOKED
                        || (each.state() == Seen.State.HELD && each.at() != null
                                && each.at().isAfter(deadline)))
                .mapToLong(Seen::until).min().orElse(Long.MIN_VALUE);
    }

    private static List<Stay> stays(Life life) {
        Map<Integer, List<Seen>> versions = new TreeMap<>();
        for (Seen each : life.seen()) {
            Hold hold = each.hold();
            if (hold != null) {
                versions.computeIfAbsent(hold.version(), _ -> new ArrayList<>()).add(each);
            }
        }
        List<Stay> stays = new ArrayList<>();
        for (List<Seen> told : versions.values()) {
            List<Taken> items = items(told.getFirst());
            if (!stays.isEmpty() && stays.getLast().items.equals(items)) {
                stays.getLast().told.addAll(told);
            } else {
                stays.add(new Stay(items, new ArrayList<>(told)));
            }
        }
        return stays;
    }

    private static List<Taken> items(Seen seen) {
        Hold hold = seen.hold();
        return hold == null ? List.of() : hold.basket().items();
    }

    /// When it may have begun: when it was first asked for. A hold that nobody heard of when it
    /// was made may have been made at any time.
    private long begin(Life life, Stay stay, int at) {
        LongStream makers = stay.told.stream()
                .filter(each -> makes(each.by().call())).mapToLong(Seen::since);
        if (at == 0) {
            return makers.min().orElse(Long.MIN_VALUE);
        }
        LongStream silent = life.asked(Call.Exchange.class).stream()
                .filter(Operation::silent).mapToLong(each -> each.invoked().nanos());
        return LongStream.concat(makers, silent).min().orElse(Long.MIN_VALUE);
    }

    private static boolean makes(Call call) {
        return call instanceof Call.Hold || call instanceof Call.Block
                || call instanceof Call.Exchange;
    }

    /// An exchange that is silent about limits leaves what counts as it was.
    private static Tenure.Counted counted(Stay stay, Tenure.Counted before) {
        for (Seen each : stay.told) {
            if (each.by().call() instanceof Call.Hold(var request)) {
                return new Tenure.Counted(request.customer(), request.limits());
            }
            if (each.by().call() instanceof Call.Exchange(var request) && each.hold() != null
                    && request.limits().isPresent()) {
                return new Tenure.Counted(
                        each.hold().basket().customer(), request.limits().get());
            }
        }
        return before;
    }

    /// When it was over at the latest.
    private long end(Life life, List<Stay> later) {
        LongStream told = LongStream.concat(
                later.stream().mapToLong(Stay::firstTold),
                life.seen().stream().filter(each -> !each.state().live()).mapToLong(Seen::until));
        return Math.min(told.min().orElse(Long.MAX_VALUE), lapsed(life));
    }

    private long lapsed(Life life) {
        Optional<Instant> expired = life.seen(Seen.State.EXPIRED).stream()
                .map(Seen::at).filter(at -> at != null).findFirst();
        if (expired.isPresent()) {
            return timeline.certainlyAfter(expired.get());
        }
        boolean perhapsBooked = life.ever(Seen.State.BOOKED)
                || life.asked(Call.Confirm.class).stream().anyMatch(Operation::silent);
        boolean perhapsLonger = life.asked(Call.Extend.class).stream().anyMatch(keys::unresolved);
        if (perhapsBooked || perhapsLonger) {
            return Long.MAX_VALUE;
        }
        return life.deadline().map(timeline::certainlyAfter).orElse(Long.MAX_VALUE);
    }

    /// Until when it was certainly not over.
    private long certainEnd(Life life, List<Stay> later) {
        LongStream exchanges = LongStream.concat(
                later.stream().flatMap(stay -> stay.told.stream())
                        .filter(each -> each.by().call() instanceof Call.Exchange)
                        .mapToLong(Seen::since),
                silent(life, Call.Exchange.class));
        LongStream others = LongStream.concat(
                later.stream().mapToLong(stay -> stay.told.stream()
                        .mapToLong(Seen::since).min().orElse(Long.MIN_VALUE)),
                cancels(life));
        long ended = LongStream.concat(exchanges, others).min().orElse(Long.MAX_VALUE);
        if (life.ever(Seen.State.BOOKED)) {
            return ended;
        }
        return Math.min(ended, life.deadline().map(timeline::certainlyBefore)
                .orElse(life.ever(Seen.State.BLOCKED) ? Long.MAX_VALUE : Long.MIN_VALUE));
    }

    /// Every moment from which on it may have been cancelled.
    private LongStream cancels(Life life) {
        LongStream asked = life.asked().stream()
                .filter(each -> each.call() instanceof Call.Cancel
                        || each.call() instanceof Call.Unblock)
                .filter(each -> each.silent()
                        || each.answer() instanceof holdfast.CancelOutcome.Done)
                .mapToLong(each -> each.invoked().nanos());
        boolean known = life.asked().stream().anyMatch(each -> each.call() instanceof Call.Cancel
                || each.call() instanceof Call.Unblock);
        // Somebody outside the history ended it, at an unknown time.
        return known || !life.ever(Seen.State.CANCELLED)
                ? asked : LongStream.of(Long.MIN_VALUE);
    }

    private <C extends Call> LongStream silent(Life life, Class<C> call) {
        return life.asked(call).stream().filter(keys::unresolved)
                .mapToLong(each -> each.invoked().nanos());
    }
}
