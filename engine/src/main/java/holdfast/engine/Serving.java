package holdfast.engine;

import holdfast.Unanswered;
import holdfast.ledger.Lost;
import holdfast.lifecycle.Ask;
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
/// What passes (deadlocks, timeouts, a lost connection) is tried again within the patience, under
/// the same ids: a commit whose reply was lost is found by them, since the locks make the second
/// try wait until the first is decided. What a batch cannot survive is served in halves, until a
/// poisoned request, or one that waits for somebody's lock, stands alone and fails alone.
final class Serving {
    private static final int TRIES_ALONE = 4;

    private final DataSource source;
    private final Duration patience;
    private final Watcher watcher;

    Serving(DataSource source, Duration patience, Watcher watcher) {
        this.source = source;
        this.patience = patience;
        this.watcher = watcher;
    }

    /// An answer, or why there is none.
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

    <Q, A> List<Served<A>> serve(Desk<Q, A> desk, String workspace, List<Ask<Q>> batch) {
        long deadline = System.nanoTime() + patience.toNanos();
        return serve(new Work<>(desk, workspace, deadline, List.of()), batch);
    }

    /// Serves a batch that has no callers waiting one by one: the first failure is thrown.
    <Q, A> List<A> all(Desk<Q, A> desk, String workspace, List<Ask<Q>> asks) {
        long began = System.nanoTime();
        List<Served<A>> all = serve(desk, workspace, asks);
        watcher.served(desk.word(), asks.size(), 0, System.nanoTime() - began);
        List<A> answers = new ArrayList<>();
        for (Served<A> served : all) {
            switch (served) {
                case Served.Answered<A> answered -> answers.add(answered.answer());
                case Served.Failed<A> failed -> throw failed.failure();
            }
        }
        return answers;
    }

    <Q, A> A one(Desk<Q, A> desk, String workspace, Ask<Q> ask) {
        return all(desk, workspace, List.of(ask)).getFirst();
    }

    /// A batch of one verb, with the moment at which patience ends for all of it.
    private record Work<Q, A>(
            Desk<Q, A> desk, String workspace, long deadline, List<Exception> before) {}

    private <Q, A> List<Served<A>> serve(Work<Q, A> work, List<Ask<Q>> batch) {
        List<Exception> failures = new ArrayList<>(work.before);
        List<Ask<Q>> asks = batch;
        while (true) {
            try (Tx tx = Tx.begin(source)) {
                List<Served<A>> served = new ArrayList<>();
                for (A answer : work.desk.verb().serve(tx, work.workspace, asks)) {
                    served.add(new Served.Answered<>(answer));
                }
                return served;
            } catch (SQLException | RuntimeException failure) {
                failures.add(failure);
            }
            asks = asks.stream().map(Ask::again).toList();
            Next next = next(failures, asks.size(), work);
            tell(work.desk.word(), failures.getLast(), next, asks.size());
            switch (next) {
                case AGAIN -> rest(failures.size());
                case HALVES -> {
                    return halves(work, failures, asks);
                }
                case GIVE_UP -> {
                    return failed(asks, thrown(failures));
                }
            }
        }
    }

    private void tell(String verb, Exception failure, Next next, int requests) {
        watcher.constraint(verb, failure);
        switch (next) {
            case AGAIN, HALVES -> watcher.again(verb, failure);
            case GIVE_UP -> watcher.failed(verb, requests);
        }
    }

    private static Next next(List<Exception> failures, int size, Work<?, ?> work) {
        if (Thread.currentThread().isInterrupted()) {
            return Next.GIVE_UP;
        }
        if (failures.getLast() instanceof SQLException failure) {
            return switch (Failure.of(failure)) {
                // Another transaction holds a lock that part of the batch wants: the rest need not
                // wait. Where a COMMIT may have happened, a request is asked again for what it did.
                case WAITED, UNCERTAIN -> size > 1 ? Next.HALVES : inTime(work.deadline);
                case PASSING, LOST, CROWDED -> inTime(work.deadline);
                case VIOLATION, MISSED -> alone(failures.size() - work.before.size(), size);
                case OTHER -> size > 1 ? Next.HALVES : Next.GIVE_UP;
            };
        }
        if (failures.getLast() instanceof Lost lost) {
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

    /// A constraint or a condition said no: alone, a request sees what the others did and is
    /// decided anew.
    private static Next alone(int failures, int size) {
        if (size > 1) {
            return Next.HALVES;
        }
        return failures < TRIES_ALONE ? Next.AGAIN : Next.GIVE_UP;
    }

    private <Q, A> List<Served<A>> halves(
            Work<Q, A> work, List<Exception> failures, List<Ask<Q>> asks) {
        Work<Q, A> half =
                new Work<>(work.desk, work.workspace, work.deadline, List.copyOf(failures));
        int middle = asks.size() / 2;
        List<Served<A>> served = new ArrayList<>(serve(half, asks.subList(0, middle)));
        served.addAll(serve(half, asks.subList(middle, asks.size())));
        return served;
    }

    private static <Q, A> List<Served<A>> failed(List<Ask<Q>> asks, RuntimeException failure) {
        List<Served<A>> served = new ArrayList<>();
        asks.forEach(ask -> served.add(new Served.Failed<>(failure)));
        return served;
    }

    /// A little longer each time, and never the same, so that two who collided do not collide
    /// again.
    private static void rest(int failures) {
        long most = Math.min(500, 2L << Math.min(failures, 8));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(most) + 1);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether trying once more might have helped: patience ended, and nothing is wrong.
    private static boolean passes(Exception failure) {
        if (failure instanceof Lost lost) {
            return lost.overtaken();
        }
        if (!(failure instanceof SQLException sql)) {
            return false;
        }
        Failure kind = Failure.of(sql);
        return kind != Failure.VIOLATION && kind != Failure.MISSED && kind != Failure.OTHER;
    }

    /// What the callers get: the last failure, and with it every earlier one. Where a connection
    /// was lost on the way, or a COMMIT failed with an unknown outcome, what it carried may have
    /// happened: then no later failure makes that certain.
    private static RuntimeException thrown(List<Exception> failures) {
        Exception last = failures.getLast();
        boolean lost = failures.stream().anyMatch(failure -> failure instanceof SQLException sql
                && List.of(Failure.LOST, Failure.UNCERTAIN).contains(Failure.of(sql)));
        RuntimeException thrown;
        if (lost || passes(last)) {
            thrown = new Unanswered("the database gave no answer after " + failures.size()
                    + " tries: " + last.getMessage() + "; ask again with the same key", last);
        } else if (last instanceof RuntimeException failure) {
            thrown = failure;
        } else {
            thrown = new IllegalStateException("the database refused: " + last.getMessage(), last);
        }
        failures.subList(0, failures.size() - 1).stream().limit(20)
                .forEach(thrown::addSuppressed);
        return thrown;
    }
}
