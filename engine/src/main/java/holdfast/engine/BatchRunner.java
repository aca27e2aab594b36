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

/// Runs a batch until each of its requests has an answer.
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

    /// An answer, or the failure in its place.
    sealed interface Served<A> {
        record Answered<A>(A answer) implements Served<A> {}

        record Failed<A>(RuntimeException failure) implements Served<A> {}
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

    <Q, A> Work<Q, A> work(NamedVerb<Q, A> verb, String workspace) {
        return new Work<>(verb, workspace, System.nanoTime() + patience.toNanos(), List.of());
    }

    /// Runs a batch for a single caller: the first failure is thrown.
    <Q, A> List<A> all(NamedVerb<Q, A> verb, String workspace, List<Q> requests) {
        long began = System.nanoTime();
        List<Served<A>> all = serve(work(verb, workspace),
                requests.stream().map(request -> attempt(verb, request)).toList());
        listener.served(verb.word(), requests.size(), 0, System.nanoTime() - began);
        List<A> answers = new ArrayList<>();
        for (Served<A> served : all) {
            switch (served) {
                case Served.Answered<A> answered -> answers.add(answered.answer());
                case Served.Failed<A> failed -> throw failed.failure();
            }
        }
        return answers;
    }

    <Q, A> A one(NamedVerb<Q, A> verb, String workspace, Q request) {
        return all(verb, workspace, List.of(request)).getFirst();
    }

    /// What all tries of a batch and of its halves share; the patience ends at `deadline`.
    record Work<Q, A>(
            NamedVerb<Q, A> verb, String workspace, long deadline, List<Exception> before) {}

    /// Answers or failures in the requests' order.
    <Q, A> List<Served<A>> serve(Work<Q, A> work, List<Attempt<Q>> batch) {
        List<Exception> failures = new ArrayList<>(work.before);
        List<Attempt<Q>> attempts = batch;
        while (true) {
            try (Transaction tx = Transaction.begin(source)) {
                List<Served<A>> served = new ArrayList<>();
                for (A answer : work.verb.verb().serve(tx, work.workspace, attempts)) {
                    served.add(new Served.Answered<>(answer));
                }
                return served;
            } catch (SQLException | RuntimeException failure) {
                failures.add(failure);
            }
            attempts = attempts.stream().map(Attempt::again).toList();
            Next next = next(failures, attempts.size(), work);
            tell(work.verb.word(), failures.getLast(), next, attempts.size());
            switch (next) {
                case AGAIN -> Retries.backOff(failures.size());
                case HALVES -> {
                    return halves(work, failures, attempts);
                }
                case GIVE_UP -> {
                    return failed(attempts, thrown(failures));
                }
            }
        }
    }

    private void tell(String verb, Exception failure, Next next, int requests) {
        listener.constraint(verb, failure);
        switch (next) {
            case AGAIN, HALVES -> listener.again(verb, failure);
            case GIVE_UP -> listener.failed(verb, requests);
        }
    }

    private static Next next(List<Exception> failures, int size, Work<?, ?> work) {
        if (Thread.currentThread().isInterrupted()) {
            return Next.GIVE_UP;
        }
        if (failures.getLast() instanceof SQLException failure) {
            return switch (SqlFailure.of(failure)) {
                // Another transaction holds a lock that part of the batch needs; the rest need not
                // wait. If a COMMIT may have happened, the retry finds what each request did.
                case WAITED, UNCERTAIN -> size > 1 ? Next.HALVES : inTime(work.deadline);
                case PASSING, LOST, CROWDED -> inTime(work.deadline);
                case VIOLATION, MISSED -> alone(failures.size() - work.before.size(), size);
                case OTHER -> size > 1 ? Next.HALVES : Next.GIVE_UP;
            };
        }
        if (failures.getLast() instanceof ConcurrentChangeException lost) {
            if (lost.overtaken()) {
                return size > 1 ? Next.HALVES : inTime(work.deadline);
            }
            return alone(failures.size() - work.before.size(), size);
        }
        return size > 1 ? Next.HALVES : Next.GIVE_UP;
    }

    private static Next inTime(long deadline) {
        return System.nanoTime() < deadline ? Next.AGAIN : Next.GIVE_UP;
    }

    /// A constraint or a condition failed. Alone, a request sees what the others committed and is
    /// decided again.
    private static Next alone(int failures, int size) {
        if (size > 1) {
            return Next.HALVES;
        }
        return failures < TRIES_ALONE ? Next.AGAIN : Next.GIVE_UP;
    }

    private <Q, A> List<Served<A>> halves(
            Work<Q, A> work, List<Exception> failures, List<Attempt<Q>> attempts) {
        Work<Q, A> half =
                new Work<>(work.verb, work.workspace, work.deadline, List.copyOf(failures));
        int middle = attempts.size() / 2;
        List<Served<A>> served = new ArrayList<>(serve(half, attempts.subList(0, middle)));
        served.addAll(serve(half, attempts.subList(middle, attempts.size())));
        return served;
    }

    private static <Q, A> List<Served<A>> failed(List<Attempt<Q>> attempts,
            RuntimeException failure) {
        List<Served<A>> served = new ArrayList<>();
        attempts.forEach(attempt -> served.add(new Served.Failed<>(failure)));
        return served;
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
        boolean lost = failures.stream().anyMatch(failure -> failure instanceof SQLException sql
                && List.of(SqlFailure.LOST, SqlFailure.UNCERTAIN).contains(SqlFailure.of(sql)));
        RuntimeException thrown;
        if (lost || passes(last)) {
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
