package holdfast.engine;

import holdfast.Unanswered;
import holdfast.engine.BatchRunner.Served;
import holdfast.lifecycle.Attempt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Gathers waiting requests into batches, without a timer: if nothing is under way in a lane (one
/// verb of one workspace), a request is run at once, and those that arrive meanwhile are the next
/// batch. Callers wait on their own threads, which may be virtual; a few platform threads run the
/// batches.
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
    private final BlockingQueue<Runnable> ready = new LinkedBlockingQueue<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger queue = new AtomicInteger();
    private final AtomicInteger batches = new AtomicInteger();
    private final List<Thread> runners = new ArrayList<>();
    private volatile boolean closing;

    Batcher(Limits limits, BatchRunner runner, SafeListener listener) {
        this.limits = limits;
        this.runner = runner;
        this.listener = listener;
        for (int number = 0; number < limits.runners(); number++) {
            runners.add(Thread.ofPlatform().daemon().name("holdfast-runner-" + number)
                    .start(this::run));
        }
    }

    /// The request's answer, or empty when too many are waiting.
    <Q, A> Optional<A> submit(NamedVerb<Q, A> verb, Q request) {
        if (inside.incrementAndGet() > limits.waiting() || closing) {
            inside.decrementAndGet();
            listener.shed(verb.word());
            return Optional.empty();
        }
        try {
            Waiting<Q, A> waiting = new Waiting<>(
                    runner.attempt(verb, request), System.nanoTime(), new CompletableFuture<>());
            Lane<Q, A> lane = lane(verb, verb.verb().workspace(request));
            queue.incrementAndGet();
            lane.waiting.add(waiting);
            if (lane.begins()) {
                ready.add(lane::serve);
            }
            return Optional.of(waiting.answer.get());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Unanswered("interrupted; ask again with the same key", stop);
        } catch (ExecutionException failure) {
            throw thrown(failure);
        } finally {
            inside.decrementAndGet();
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

    private void run() {
        while (!closing || inside.get() > 0) {
            try {
                ready.take().run();
            } catch (InterruptedException nobody) {
                // Only this class has the runners, and it does not interrupt them.
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /// Finishes the waiting requests and refuses new ones.
    @Override
    public void close() {
        closing = true;
        boolean interrupted = false;
        for (Thread runner : runners) {
            while (runner.isAlive()) {
                // An empty task wakes up a runner that waits for work.
                runners.forEach(each -> ready.add(() -> {}));
                try {
                    runner.join(50);
                } catch (InterruptedException stop) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
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
            try {
                while (requests.size() < limits.batch()) {
                    Waiting<Q, A> next = waiting.poll();
                    if (next == null) {
                        break;
                    }
                    queue.decrementAndGet();
                    requests.add(next);
                }
                if (!requests.isEmpty()) {
                    if (begins()) {
                        ready.add(this::serve);
                    }
                    long began = System.nanoTime();
                    batches.incrementAndGet();
                    try {
                        complete(requests, runner.serve(runner.work(verb, workspace),
                                requests.stream().map(Waiting::attempt).toList()));
                    } finally {
                        batches.decrementAndGet();
                        listener.served(verb.word(), requests.size(),
                                began - requests.getFirst().since, System.nanoTime() - began);
                    }
                }
            } catch (RuntimeException | Error failure) {
                requests.forEach(each -> each.answer.completeExceptionally(failure));
            } finally {
                if (requests.size() > 1) {
                    Thread.startVirtualThread(this::over);
                } else {
                    over();
                }
            }
        }

        /// After a batch of several this runs behind the callers that were just answered: those
        /// that send another request at once are together in the next batch.
        private void over() {
            underWay.decrementAndGet();
            if (begins()) {
                ready.add(this::serve);
            }
        }

        private static <Q, A> void complete(
                List<Waiting<Q, A>> requests, List<Served<A>> served) {
            for (int at = 0; at < requests.size(); at++) {
                CompletableFuture<A> answer = requests.get(at).answer;
                switch (served.get(at)) {
                    case Served.Answered<A> answered -> answer.complete(answered.answer());
                    case Served.Failed<A> failed ->
                            answer.completeExceptionally(failed.failure());
                }
            }
        }
    }
}
