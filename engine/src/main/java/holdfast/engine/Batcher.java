package holdfast.engine;

import holdfast.Unanswered;
import holdfast.engine.BatchRunner.Tried;
import holdfast.engine.BatchRunner.Work;
import holdfast.lifecycle.Attempt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// Gathers waiting requests into batches, without a timer: if nothing is under way in a lane (one
/// verb of one workspace), a request is run at once, and those that arrive meanwhile are the next
/// batch. Callers wait on their own threads, which may be virtual; {@link Runners} try the batches.
///
/// A batch that failed waits for its next try without a runner. Parts of a batch that was split are
/// answered one by one.
///
/// The queue is bounded: beyond its limit a request is refused at once, before anything is read.
final class Batcher implements AutoCloseable {
    private static final int MOST_LANES = 10_000;

    private record Key(NamedVerb<?, ?> verb, String workspace) {}

    private record Waiting<Q, A>(Attempt<Q> attempt, long since, CompletableFuture<A> answer) {}

    private final Limits limits;
    private final BatchRunner runner;
    private final SafeListener listener;
    private final Map<Key, Lane<?, ?>> lanes = new ConcurrentHashMap<>();
    private final Runners runners;
    private final Semaphore places;
    private final AtomicInteger queue = new AtomicInteger();
    private final AtomicInteger batches = new AtomicInteger();
    private volatile boolean closing;

    Batcher(Limits limits, BatchRunner runner, SafeListener listener) {
        this.limits = limits;
        this.runner = runner;
        this.listener = listener;
        runners = new Runners(limits.runners());
        places = new Semaphore(limits.waiting());
    }

    /// The request's answer, or empty when too many are waiting.
    <Q, A> Optional<A> submit(NamedVerb<Q, A> verb, Q request) {
        if (!places.tryAcquire()) {
            listener.shed(verb.word());
            return Optional.empty();
        }
        try {
            if (closing) {
                listener.shed(verb.word());
                return Optional.empty();
            }
            Waiting<Q, A> waiting = new Waiting<>(
                    runner.attempt(verb, request), System.nanoTime(), new CompletableFuture<>());
            Lane<Q, A> lane = lane(verb, verb.verb().workspace(request));
            queue.incrementAndGet();
            lane.waiting.add(waiting);
            if (lane.begins()) {
                runners.begin(lane.workspace, lane::serve);
            }
            return Optional.of(waiting.answer.get());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Unanswered("interrupted; ask again with the same key", stop);
        } catch (ExecutionException failure) {
            throw thrown(failure);
        } finally {
            places.release();
        }
    }

    private static RuntimeException thrown(ExecutionException wrapped) {
        return wrapped.getCause() instanceof RuntimeException failure
                ? failure : new IllegalStateException(wrapped);
    }

    // Safe, because a lane's key has its verb, and the verb has the lane's types.
    @SuppressWarnings("unchecked")
    private <Q, A> Lane<Q, A> lane(NamedVerb<Q, A> verb, String workspace) {
        if (lanes.size() > MOST_LANES) {
            lanes.values().removeIf(Lane::idle);
        }
        return (Lane<Q, A>) lanes.computeIfAbsent(
                new Key(verb, workspace), key -> new Lane<>(verb, workspace));
    }

    Engine.Load load() {
        return new Engine.Load(queue.get(), batches.get());
    }

    /// Finishes the waiting requests and refuses new ones.
    @Override
    public void close() {
        closing = true;
        places.acquireUninterruptibly(limits.waiting());
        places.release(limits.waiting());
        runners.close();
    }

    private final class Lane<Q, A> {
        private final NamedVerb<Q, A> verb;
        private final String workspace;
        private final Queue<Waiting<Q, A>> waiting = new ConcurrentLinkedQueue<>();
        private final AtomicInteger underWay = new AtomicInteger();

        Lane(NamedVerb<Q, A> verb, String workspace) {
            this.verb = verb;
            this.workspace = workspace;
        }

        boolean idle() {
            return waiting.isEmpty() && underWay.get() == 0;
        }

        /// Whether a request waits and another batch may be under way; from then on it is. Each
        /// batch asks this at its end, so no request is left waiting.
        boolean begins() {
            while (!waiting.isEmpty()) {
                int now = underWay.get();
                if (now >= limits.inFlight()) {
                    return false;
                }
                if (underWay.compareAndSet(now, now + 1)) {
                    return true;
                }
            }
            return false;
        }

        void serve() {
            List<Waiting<Q, A>> requests = new ArrayList<>();
            while (requests.size() < limits.batch()) {
                Waiting<Q, A> next = waiting.poll();
                if (next == null) {
                    break;
                }
                queue.decrementAndGet();
                requests.add(next);
            }
            if (requests.isEmpty()) {
                over();
                return;
            }
            if (begins()) {
                runners.begin(workspace, this::serve);
            }
            Batch<Q, A> batch = new Batch<>(this, requests);
            Work<Q, A> work = runner.work(verb, workspace,
                    requests.stream().map(Waiting::attempt).toList());
            batch.tried(requests, runner.serve(work));
        }

        /// After a batch of several this runs behind the callers that were just answered: those
        /// that send another request at once are together in the next batch.
        private void over() {
            underWay.decrementAndGet();
            if (begins()) {
                runners.begin(workspace, this::serve);
            }
        }
    }

    /// A part of a batch that waits for its next try.
    private record Part<Q, A>(Work<Q, A> work, List<Waiting<Q, A>> requests, long due) {}

    /// A batch under way. One part at a time is tried.
    private final class Batch<Q, A> {
        private final Lane<Q, A> lane;
        private final long began = System.nanoTime();
        private final long waited;
        private final int size;
        private final Queue<Part<Q, A>> parts =
                new PriorityQueue<>((one, other) -> Long.signum(one.due - other.due));

        Batch(Lane<Q, A> lane, List<Waiting<Q, A>> requests) {
            this.lane = lane;
            waited = began - requests.getFirst().since;
            size = requests.size();
            batches.incrementAndGet();
        }

        void tried(List<Waiting<Q, A>> requests, Tried<Q, A> tried) {
            long now = System.nanoTime();
            switch (tried) {
                case Tried.Answered<Q, A> answered -> {
                    for (int at = 0; at < requests.size(); at++) {
                        requests.get(at).answer.complete(answered.answers().get(at));
                    }
                }
                case Tried.Failed<Q, A> failed -> requests.forEach(
                        each -> each.answer.completeExceptionally(failed.failure()));
                case Tried.Again<Q, A> again ->
                        parts.add(
                                new Part<>(again.work(), requests, now + again.pause().toNanos()));
                case Tried.Halves<Q, A> halves -> {
                    int middle = halves.first().attempts().size();
                    parts.add(new Part<>(halves.first(), requests.subList(0, middle), now));
                    parts.add(new Part<>(
                            halves.second(), requests.subList(middle, requests.size()), now + 1));
                }
            }
            goOn();
        }

        /// Leaves the runner to others until the next part is due.
        private void goOn() {
            Part<Q, A> next = parts.peek();
            if (next != null) {
                runners.again(lane.workspace, next.due, this::again);
                return;
            }
            batches.decrementAndGet();
            listener.served(
                    lane.verb.word(), size, waited, System.nanoTime() - began);
            if (size > 1) {
                Thread.startVirtualThread(lane::over);
            } else {
                lane.over();
            }
        }

        private void again() {
            Part<Q, A> part = parts.remove();
            tried(part.requests, runner.serve(part.work));
        }
    }
}
