package holdfast.engine;

import holdfast.Unanswered;
import holdfast.claims.ConcurrentChangeException;
import holdfast.digest.Sha256;
import holdfast.lifecycle.Attempt;
import holdfast.postgres.Retries;
import holdfast.postgres.SqlFailure;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// Tries a batch, and says what to do next until each of its requests has an answer. The waiting
/// between two tries is the caller's, so that no runner is occupied meanwhile.
///
/// Transient failures (deadlocks, timeouts, a lost connection) are retried within the patience,
/// under the same ids. These find a commit whose reply was lost, since the locks make the second
/// try wait until the first is decided. A batch that fails as a whole is split in halves, until a
/// poisoned request, or one that waits for another transaction's lock, is alone and fails alone.
final class BatchRunner {
    private static final int TRIES_ALONE = 4;

    private final DataSource source;
    private final TimeOrderedIds ids;
    private final Duration patience;
    private final SafeListener listener;

    BatchRunner(
            DataSource source, TimeOrderedIds ids, Duration patience, SafeListener listener) {
        this.source = source;
        this.ids = ids;
        this.patience = patience;
        this.listener = listener;
    }

    /// What came of one try.
    sealed interface Tried<Q, A> {
        /// The answers, in the requests' order.
        record Answered<Q, A>(List<A> answers) implements Tried<Q, A> {}

        /// None of the requests gets an answer.
        record Failed<Q, A>(RuntimeException failure) implements Tried<Q, A> {}

        /// Try it again after a pause.
        record Again<Q, A>(Work<Q, A> work, Duration pause) implements Tried<Q, A> {}

        /// Try each half for itself.
        record Halves<Q, A>(Work<Q, A> first, Work<Q, A> second) implements Tried<Q, A> {}
    }

    /// What to do after a failure.
    private enum Next {
        AGAIN,
        HALVES,
        GIVE_UP
    }

    /// The first try of a request, with a new id. Its key stands for the digest of its text.
    <Q> Attempt<Q> attempt(NamedVerb<Q, ?> verb, Q request) {
        String digest = verb.verb().text(request).map(Sha256::of).orElse("");
        return new Attempt<>(request, ids.next(verb.prefix()), digest, 0);
    }

    /// A batch that was not tried yet.
    <Q, A> Work<Q, A> work(NamedVerb<Q, A> verb, String workspace, List<Attempt<Q>> attempts) {
        return new Work<>(verb, workspace, attempts, System.nanoTime() + patience.toNanos(),
                List.of(), 0);
    }

    /// A batch, or a part of one.
    ///
    /// @param deadline when the patience ends, by `System.nanoTime`
    /// @param failures those of all tries, also of the batch that this was a part of
    /// @param inherited how many of them are that batch's
    record Work<Q, A>(
            NamedVerb<Q, A> verb, String workspace, List<Attempt<Q>> attempts, long deadline,
            List<Exception> failures, int inherited) {

        private Work<Q, A> failed(Exception failure) {
            List<Exception> all = new ArrayList<>(failures);
            all.add(failure);
            return new Work<>(verb, workspace, attempts.stream().map(Attempt::again).toList(),
                    deadline, all, inherited);
        }

        private Work<Q, A> part(int from, int to) {
            return new Work<>(verb, workspace, attempts.subList(from, to), deadline, failures,
                    failures.size());
        }

        private boolean single() {
            return attempts.size() == 1;
        }
    }

    /// Runs a batch on the caller's thread. All parts are tried, then the first failure is thrown.
    <Q, A> List<A> all(NamedVerb<Q, A> verb, String workspace, List<Q> requests) {
        long began = System.nanoTime();
        List<A> answers = new ArrayList<>();
        List<RuntimeException> failures = new ArrayList<>();
        finish(work(verb, workspace,
                requests.stream().map(request -> attempt(verb, request)).toList()),
                answers, failures);
        listener.served(verb.word(), requests.size(), 0, System.nanoTime() - began);
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        return answers;
    }

    <Q, A> A one(NamedVerb<Q, A> verb, String workspace, Q request) {
        return all(verb, workspace, List.of(request)).getFirst();
    }

    private <Q, A> void finish(
            Work<Q, A> work, List<A> answers, List<RuntimeException> failures) {
        switch (serve(work)) {
            case Tried.Answered<Q, A> answered -> answers.addAll(answered.answers());
            case Tried.Failed<Q, A> failed -> failures.add(failed.failure());
            case Tried.Again<Q, A> again -> {
                Retries.rest(again.pause());
                finish(again.work(), answers, failures);
            }
            case Tried.Halves<Q, A> halves -> {
                finish(halves.first(), answers, failures);
                finish(halves.second(), answers, failures);
            }
        }
    }

    /// Tries a batch once.
    <Q, A> Tried<Q, A> serve(Work<Q, A> work) {
        try (Transaction tx = Transaction.begin(source)) {
            List<A> answers = work.verb.verb().serve(tx, work.workspace, work.attempts);
            if (SqlFailure.mayHaveCommitted(work.failures)) {
                tx.settle();
            }
            return new Tried.Answered<>(answers);
        } catch (SQLException | RuntimeException failure) {
            return after(work.failed(failure));
        } catch (Error failure) {
            // Out of memory, for example, before or after the COMMIT.
            listener.failed(work.verb.word(), work.attempts.size());
            return new Tried.Failed<>(new Unanswered(
                    "the batch ended by " + failure + "; ask again with the same key", failure));
        }
    }

    private <Q, A> Tried<Q, A> after(Work<Q, A> work) {
        Next next = next(work);
        tell(work.verb.word(), work.failures.getLast(), next, work.attempts.size());
        int middle = work.attempts.size() / 2;
        return switch (next) {
            case AGAIN -> new Tried.Again<>(work, Retries.pause(work.failures.size()));
            case HALVES -> new Tried.Halves<>(
                    work.part(0, middle), work.part(middle, work.attempts.size()));
            case GIVE_UP -> new Tried.Failed<>(thrown(work.failures));
        };
    }

    private void tell(String verb, Exception failure, Next next, int requests) {
        listener.constraint(verb, failure);
        switch (next) {
            case AGAIN, HALVES -> listener.again(verb, failure);
            case GIVE_UP -> listener.failed(verb, requests);
        }
    }

    private static Next next(Work<?, ?> work) {
        if (Thread.currentThread().isInterrupted()) {
            return Next.GIVE_UP;
        }
        if (work.failures.getLast() instanceof SQLException failure) {
            return switch (SqlFailure.of(failure)) {
                // Another transaction holds a lock that part of the batch needs; the rest need not
                // wait. If a COMMIT may have happened, the retry finds what each request did.
                case WAITED, UNCERTAIN -> work.single() ? inTime(work) : Next.HALVES;
                case PASSING, LOST, CROWDED, READ_ONLY -> inTime(work);
                case VIOLATION, MISSED -> alone(work);
                case OTHER -> work.single() ? Next.GIVE_UP : Next.HALVES;
            };
        }
        if (work.failures.getLast() instanceof ConcurrentChangeException lost) {
            if (lost.overtaken()) {
                return work.single() ? inTime(work) : Next.HALVES;
            }
            return alone(work);
        }
        return work.single() ? Next.GIVE_UP : Next.HALVES;
    }

    private static Next inTime(Work<?, ?> work) {
        return System.nanoTime() < work.deadline ? Next.AGAIN : Next.GIVE_UP;
    }

    /// A constraint or a condition failed. Alone, a request sees what the others committed and is
    /// decided again.
    private static Next alone(Work<?, ?> work) {
        if (!work.single()) {
            return Next.HALVES;
        }
        return work.failures.size() - work.inherited < TRIES_ALONE ? Next.AGAIN : Next.GIVE_UP;
    }

    /// Whether the failure is transient: another try might have succeeded.
    private static boolean passes(Exception failure) {
        if (failure instanceof ConcurrentChangeException lost) {
            return lost.overtaken();
        }
        if (!(failure instanceof SQLException sql)) {
            return false;
        }
        SqlFailure kind = SqlFailure.of(sql);
        return kind != SqlFailure.VIOLATION && kind != SqlFailure.MISSED
                && kind != SqlFailure.OTHER;
    }

    /// The exception for the callers: the last failure, with the earlier ones suppressed in it. If
    /// any try lost its connection or ended with an unknown COMMIT, it may have happened, and no
    /// later failure settles that: the answer is {@link Unanswered}.
    private static RuntimeException thrown(List<Exception> failures) {
        Exception last = failures.getLast();
        RuntimeException thrown;
        if (SqlFailure.mayHaveCommitted(failures) || passes(last)) {
            thrown = new Unanswered("the database gave no answer after " + failures.size()
                    + " tries: " + last.getMessage() + "; ask again with the same key", last);
        } else if (last instanceof RuntimeException failure) {
            thrown = failure;
        } else {
            thrown = new IllegalStateException("the database refused: " + last.getMessage(), last);
        }
        return Retries.keeping(thrown, failures);
    }
}
