package holdfast.engine;

import holdfast.Unanswered;
import holdfast.ledger.Lost;
import holdfast.lifecycle.Ask;
import holdfast.lifecycle.Verb;
import holdfast.postgres.Failure;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;

/// Serves a batch until each of its requests has an answer.
///
/// What passes (deadlocks, timeouts, a lost connection) is tried again within the patience, under the
/// same ids: a commit whose reply was lost is found by them, since the locks make the second try wait
/// until the first is decided. What a batch cannot survive is served in halves, until a poisoned
/// request stands alone and fails alone.
final class Serving {
    private static final int TRIES_ALONE = 4;

    private final DataSource source;
    private final Duration patience;

    Serving(DataSource source, Duration patience) {
        this.source = source;
        this.patience = patience;
    }

    /// An answer, or why there is none.
    sealed interface Served<A> {
        record Answered<A>(A answer) implements Served<A> {}

        record Failed<A>(RuntimeException failure) implements Served<A> {}
    }

    <Q, A> List<Served<A>> serve(Verb<Q, A> verb, String workspace, List<Ask<Q>> batch) {
        Failures failures = new Failures(System.nanoTime() + patience.toNanos());
        List<Ask<Q>> asks = batch;
        while (true) {
            try (Tx tx = Tx.begin(source)) {
                List<Served<A>> served = new ArrayList<>();
                for (A answer : verb.serve(tx, workspace, asks)) {
                    served.add(new Served.Answered<>(answer));
                }
                return served;
            } catch (SQLException failure) {
                failures.add(failure);
                if (!passes(failure) && asks.size() > 1) {
                    return halves(verb, workspace, again(asks));
                }
                if (!failures.worthAnother(passes(failure))) {
                    return failed(asks, failures.unanswered(failure));
                }
            } catch (Lost failure) {
                failures.add(failure);
                if (asks.size() > 1) {
                    return halves(verb, workspace, again(asks));
                }
                if (!failures.worthAnother(false)) {
                    return failed(asks, failure);
                }
            } catch (RuntimeException failure) {
                return asks.size() > 1
                        ? halves(verb, workspace, again(asks)) : failed(asks, failure);
            }
            asks = again(asks);
        }
    }

    /// Serves a batch that has no callers waiting one by one: the first failure is thrown.
    <Q, A> List<A> all(Verb<Q, A> verb, String workspace, List<Ask<Q>> asks) {
        List<A> answers = new ArrayList<>();
        for (Served<A> served : serve(verb, workspace, asks)) {
            switch (served) {
                case Served.Answered<A> answered -> answers.add(answered.answer());
                case Served.Failed<A> failed -> throw failed.failure();
            }
        }
        return answers;
    }

    <Q, A> A one(Verb<Q, A> verb, String workspace, Ask<Q> ask) {
        return all(verb, workspace, List.of(ask)).getFirst();
    }

    private <Q, A> List<Served<A>> halves(Verb<Q, A> verb, String workspace, List<Ask<Q>> asks) {
        int middle = asks.size() / 2;
        List<Served<A>> served = new ArrayList<>(serve(verb, workspace, asks.subList(0, middle)));
        served.addAll(serve(verb, workspace, asks.subList(middle, asks.size())));
        return served;
    }

    private static <Q> List<Ask<Q>> again(List<Ask<Q>> asks) {
        return asks.stream().map(Ask::again).toList();
    }

    private static <Q, A> List<Served<A>> failed(List<Ask<Q>> asks, RuntimeException failure) {
        List<Served<A>> served = new ArrayList<>();
        asks.forEach(ask -> served.add(new Served.Failed<>(failure)));
        return served;
    }

    private static boolean passes(SQLException failure) {
        Failure kind = Failure.of(failure);
        return kind == Failure.PASSING || kind == Failure.LOST;
    }

    /// What went wrong so far; every earlier failure is kept with the last.
    private static final class Failures {
        private final List<Exception> earlier = new ArrayList<>();
        private final long deadline;

        Failures(long deadline) {
            this.deadline = deadline;
        }

        void add(Exception failure) {
            earlier.add(failure);
        }

        /// Waits a little, longer each time, and says whether to try again.
        boolean worthAnother(boolean passes) {
            if (passes ? System.nanoTime() > deadline : earlier.size() >= TRIES_ALONE) {
                return false;
            }
            long most = Math.min(500, 2L << Math.min(earlier.size(), 8));
            try {
                Thread.sleep(ThreadLocalRandom.current().nextLong(most) + 1);
                return true;
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        Unanswered unanswered(SQLException last) {
            Unanswered unanswered = new Unanswered(
                    "the database gave no answer after " + earlier.size() + " tries: "
                            + last.getMessage() + "; ask again with the same key", last);
            earlier.subList(0, earlier.size() - 1).stream().limit(20)
                    .forEach(unanswered::addSuppressed);
            return unanswered;
        }
    }
}
