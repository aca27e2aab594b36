package holdfast.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A few platform threads that try batches, each for one transaction. A batch that waits for its
/// next try has no thread. The workspaces take turns, so that one whose rows are locked does not
/// stop the others:
///
/// - the last free thread takes only a batch of a workspace that has none under way;
/// - batches that are tried again have at most half of the threads.
final class Runners implements AutoCloseable {
    private static final Comparator<Task> SOONEST =
            (one, other) -> Long.signum(one.due - other.due);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// First tries by workspace, in the order of turns.
    private final Map<String, Queue<Task>> first = new LinkedHashMap<>();
    private final List<Task> later = new ArrayList<>();
    private final Map<String, Integer> underWay = new HashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final int size;
    private int busy;
    private int busyAgain;
    private boolean closing;

    /// @param due when to run it, by `System.nanoTime`
    private record Task(String workspace, boolean again, long due, Runnable work) {}

    Runners(int size) {
        this.size = size;
        for (int number = 0; number < size; number++) {
            threads.add(Thread.ofPlatform().daemon().name("holdfast-runner-" + number)
                    .start(this::run));
        }
    }

    /// Runs the first try of a batch as soon as possible.
    void begin(String workspace, Runnable work) {
        lock.lock();
        try {
            first.computeIfAbsent(workspace, each -> new ArrayDeque<>())
                    .add(new Task(workspace, false, 0, work));
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Runs a later try of a batch, not before `due`.
    void again(String workspace, long due, Runnable work) {
        lock.lock();
        try {
            later.add(new Task(workspace, true, due, work));
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        Task task = null;
        try {
            task = next(null);
            while (task != null) {
                task.work.run();
                task = next(task);
            }
        } catch (InterruptedException stop) {
            // Only this class has these threads, and it does not interrupt them.
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for the next task; null when it closes.
    private @Nullable Task next(@Nullable Task done) throws InterruptedException {
        lock.lock();
        try {
            if (done != null) {
                ended(done);
            }
            while (true) {
                long now = System.nanoTime();
                Optional<Task> task = dueAgain(now).or(this::inTurn);
                if (task.isPresent()) {
                    begun(task.get());
                    return task.get();
                }
                if (closing) {
                    return null;
                }
                await(now);
            }
        } finally {
            lock.unlock();
        }
    }

    private void begun(Task task) {
        busy++;
        busyAgain += task.again ? 1 : 0;
        underWay.merge(task.workspace, 1, Integer::sum);
        if (!later.isEmpty()) {
            // This thread may have been the one that waited for the next due time.
            changed.signal();
        }
    }

    private void ended(Task task) {
        busy--;
        busyAgain -= task.again ? 1 : 0;
        underWay.computeIfPresent(task.workspace, (name, count) -> count == 1 ? null : count - 1);
    }

    private boolean mayRun(String workspace) {
        return busy + 1 < size || !underWay.containsKey(workspace);
    }

    private boolean mayRunAgain() {
        return busyAgain < Math.max(1, size / 2);
    }

    private Optional<Task> dueAgain(long now) {
        if (later.isEmpty() || !mayRunAgain()) {
            return Optional.empty();
        }
        Optional<Task> task = later.stream()
                .filter(each -> each.due - now <= 0 && mayRun(each.workspace)).min(SOONEST);
        task.ifPresent(later::remove);
        return task;
    }

    /// The first workspace that may run a batch; it has its next turn after all others.
    private Optional<Task> inTurn() {
        Optional<String> turn = first.keySet().stream().filter(this::mayRun).findFirst();
        return turn.map(workspace -> {
            Queue<Task> tasks = Objects.requireNonNull(first.remove(workspace));
            Task task = tasks.remove();
            if (!tasks.isEmpty()) {
                first.put(workspace, tasks);
            }
            return task;
        });
    }

    /// Waits for a change, or for the next due time. What is due and may not run yet waits for the
    /// end of a task, whose thread looks again.
    @SuppressWarnings("WaitNotInLoop") // The caller looks again in its loop.
    private void await(long now) throws InterruptedException {
        Optional<Task> next = mayRunAgain()
                ? later.stream().filter(each -> each.due - now > 0).min(SOONEST)
                : Optional.empty();
        if (next.isPresent()) {
            changed.await(next.get().due - now, TimeUnit.NANOSECONDS);
        } else {
            changed.await();
        }
    }

    /// Returns when all threads have ended. The caller has made sure that no task is left.
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException stop) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
