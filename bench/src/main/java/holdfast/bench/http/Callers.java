package holdfast.bench.http;

import holdfast.bench.sale.WantedClaim;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// All clients of a run, on one thread: the server shares the machine and needs what a thread for
/// each would cost.
///
/// @param patience how long they wait for the last answers
public record Callers(
        InetSocketAddress server, Duration warmUp, Duration measured, Duration patience) {
    private static final long MILLI = 1_000_000;
    private static final long LONGEST_WAIT = 100 * MILLI;

    public Callers(InetSocketAddress server, Duration warmUp, Duration measured) {
        this(server, warmUp, measured, Duration.ofSeconds(20));
    }

    Callers patience(Duration longest) {
        return new Callers(server, warmUp, measured, longest);
    }

    /// The counts of each group.
    public List<Count> go(ClientGroup... parties) throws IOException {
        try (Selector selector = Selector.open(); Run run = new Run(selector)) {
            int seed = 1;
            for (ClientGroup party : parties) {
                run.add(server, party, new SplittableRandom(seed++));
            }
            return run.go(warmUp.toNanos(), measured.toNanos(), patience.toNanos());
        }
    }

    /// One connection, and the request on it.
    private static final class Caller {
        final HttpConnection line;
        final Group group;
        @Nullable
        WantedClaim wish;
        long since;

        Caller(HttpConnection line, Group group) {
            this.line = line;
            this.group = group;
        }
    }

    /// A group with its connections.
    private static final class Group {
        final ClientGroup party;
        final SplittableRandom random;
        final Deque<Caller> idle = new ArrayDeque<>();
        Count count = new Count(1);
        long asked;
        long missed;
        boolean over;
        long first;
        long begin;
        long end;

        Group(ClientGroup party, SplittableRandom random) {
            this.party = party;
            this.random = random;
        }

        void starts(long start, long warmUp, long finish) {
            first = start + party.from().toNanos();
            begin = Math.max(start + warmUp, first);
            end = Math.min(finish, start + party.until().toNanos());
            count = new Count((end - begin) / 1e9);
        }

        long due(long now) {
            return party.isClosed()
                    ? Math.max(first, now) : first + Math.round(asked * 1e9 / party.perSecond());
        }

        /// Gives up requests that found no free connection for this long.
        void giveUp(long now) {
            while (!party.isClosed() && !over && now < end && due(now) < now - LONGEST_WAIT) {
                asked++;
                missed++;
            }
        }

        boolean asks(long now) {
            return !over && !idle.isEmpty() && now < end;
        }

        void finished() {
            if (!party.isClosed() && !over) {
                count.unsent(missed + Math.max(0,
                        Math.round((end - first) / 1e9 * party.perSecond()) - asked));
            }
        }
    }

    private static final class Run implements AutoCloseable {
        private final Selector selector;
        private final List<Group> groups = new ArrayList<>();
        private final List<HttpConnection> lines = new ArrayList<>();
        private int waiting;
        private long end;

        Run(Selector selector) {
            this.selector = selector;
        }

        void add(InetSocketAddress server, ClientGroup party, SplittableRandom random)
                throws IOException {
            Group group = new Group(party, random);
            groups.add(group);
            for (int at = 0; at < party.lines(); at++) {
                HttpConnection line = HttpConnection.to(server);
                lines.add(line);
                Caller caller = new Caller(line, group);
                line.channel().configureBlocking(false);
                line.channel().register(selector, SelectionKey.OP_READ, caller);
                group.idle.add(caller);
            }
        }

        List<Count> go(long warmUp, long length, long patience) throws IOException {
            long now = System.nanoTime();
            end = now + warmUp + length;
            for (Group group : groups) {
                group.starts(now, warmUp, end);
            }
            while (now < end || (waiting > 0 && now < end + patience)) {
                long wait = now < end ? ask(now) : end + patience - now;
                listen(wait);
                now = System.nanoTime();
            }
            for (Group group : groups) {
                group.finished();
                if (waiting > 0) {
                    group.count.trouble(waiting + " were never answered");
                }
            }
            return groups.stream().map(group -> group.count).toList();
        }

        /// A selector counts in milliseconds, and the next request may be due before that.
        private void listen(long wait) throws IOException {
            if (wait >= MILLI) {
                selector.select(this::read, TimeUnit.NANOSECONDS.toMillis(wait));
            } else {
                LockSupport.parkNanos(wait);
                selector.selectNow(this::read);
            }
        }

        /// Sends the due requests on free connections. Returns the time until the next is due.
        private long ask(long now) throws IOException {
            long next = end;
            for (Group group : groups) {
                group.giveUp(now);
                while (group.asks(now) && group.due(now) <= now) {
                    ask(group, group.due(now));
                }
                if (group.asks(now)) {
                    next = Math.min(next, group.due(now));
                }
            }
            return Math.max(0, next - now);
        }

        private void ask(Group group, long due) throws IOException {
            Optional<WantedClaim> wish = group.party.sale().next(group.random);
            if (wish.isEmpty()) {
                group.over = true;
                return;
            }
            Caller caller = group.idle.remove();
            caller.wish = wish.get();
            caller.since = due;
            group.asked++;
            waiting++;
            caller.line.send(group.party.speech().of(wish.get()));
        }

        private void read(SelectionKey key) {
            Caller caller = (Caller) key.attachment();
            try {
                if (caller.line.read()) {
                    answered(caller);
                }
            } catch (IOException broken) {
                key.cancel();
                waiting--;
                caller.group.count.trouble(String.valueOf(broken.getMessage()));
            }
        }

        private void answered(Caller caller) {
            waiting--;
            Group group = caller.group;
            WantedClaim wish = caller.wish;
            if (caller.line.status() == 201 && wish != null) {
                group.party.sale().granted(wish);
            }
            boolean counts = caller.since >= group.begin && caller.since < group.end;
            group.count.answered(caller.line, System.nanoTime() - caller.since, counts);
            group.idle.add(caller);
        }

        @Override
        public void close() {
            lines.forEach(HttpConnection::close);
        }
    }
}
