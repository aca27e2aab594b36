package holdfast.judge;

import holdfast.Holdfast;
import holdfast.Invalid;
import holdfast.Unanswered;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Records every client's requests and answers. Wrap each client's {@link Holdfast} once, use the
/// wrapper, and take the {@link History} at the end. Safe for concurrent use.
///
/// A request is recorded before it is passed on, so that one whose answer never comes, because the
/// process dies, is in the history.
public final class Recorder {
    private static final long CLOSE_ENOUGH = 50_000;
    private static final int TRIES = 20;

    private final InstantSource databaseClock;
    private final Consumer<String> sink;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Operation> waiting = new ConcurrentHashMap<>();
    private final Queue<Operation> answered = new ConcurrentLinkedQueue<>();

    /// `databaseClock` reads the database's clock: the system clock if the database runs on this
    /// machine, the settable one if a test sets it. For a remote database give one with a known
    /// offset, and pass its greatest error to the judge.
    public Recorder(InstantSource databaseClock) {
        this(databaseClock, line -> {});
    }

    /// Also gives each line of the {@link Notation} to `sink`: the request's line before the
    /// request, the answer's line before the client gets the answer.
    public Recorder(InstantSource databaseClock, Consumer<String> sink) {
        this.databaseClock = databaseClock;
        this.sink = sink;
    }

    /// Wraps a Holdfast with recording. The caller closes the real one.
    public Holdfast client(String name, Holdfast real) {
        return new RecordingHoldfast(this, name, real);
    }

    /// All requests until now; those without an answer yet are silent.
    public History history() {
        Map<Long, Operation> all = new ConcurrentHashMap<>(waiting);
        answered.forEach(operation -> all.put(operation.number(), operation));
        return new History(new ArrayList<>(all.values()));
    }

    /// The operations answered so far, in the order of their answers.
    public List<Operation> answered() {
        return List.copyOf(answered);
    }

    <A> A note(String client, RecordedCall call, Supplier<A> real) {
        Moment invoked = now();
        long number = numbers.incrementAndGet();
        Operation asked = new Operation(
                number, client, call, invoked, invoked, new NoAnswer("no answer yet", false));
        waiting.put(number, asked);
        sink.accept(Notation.asked(asked));
        try {
            A answer = real.get();
            heard(asked, answer);
            return answer;
        } catch (Unanswered unanswered) {
            heard(asked, new NoAnswer(String.valueOf(unanswered.getMessage()), false));
            throw unanswered;
        } catch (Invalid invalid) {
            heard(asked, new InvalidAnswer(invalid.field()));
            throw invalid;
        } catch (RuntimeException | Error bug) {
            heard(asked, new NoAnswer(bug.toString(), true));
            throw bug;
        }
    }

    private void heard(Operation asked, Object answer) {
        Operation whole = new Operation(
                asked.number(), asked.client(), asked.call(), asked.invoked(), now(), answer);
        sink.accept(Notation.heard(whole));
        answered.add(whole);
        waiting.remove(whole.number());
    }

    /// Reads both clocks as close together as possible. A pause between the two readings would
    /// misplace deadlines among the operations.
    private Moment now() {
        Moment best = new Moment(System.nanoTime(), databaseClock.instant());
        long gap = System.nanoTime() - best.nanos();
        for (int tries = 0; gap > CLOSE_ENOUGH && tries < TRIES; tries++) {
            long nanos = System.nanoTime();
            Instant clock = databaseClock.instant();
            long nextGap = System.nanoTime() - nanos;
            if (nextGap < gap) {
                gap = nextGap;
                best = new Moment(nanos, clock);
            }
        }
        return best;
    }
}
