package holdfast.proof.history;

import holdfast.database.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

/// A TCP proxy between an engine's connection pool and PostgreSQL that injects faults: delays, a
/// silent loss of traffic, and cuts, also right around a COMMIT. Loopback only.
final class FaultyProxy implements AutoCloseable {

    /// The fault that the next COMMIT meets.
    enum Accident {
        NONE,
        /// The COMMIT never reaches the database, and the connection is cut.
        BEFORE_COMMIT,
        /// The COMMIT reaches the database, and the connection is cut at once.
        WITH_COMMIT,
        /// The database has committed and replied, and the connection is cut before the reply is
        /// in.
        AFTER_COMMIT
    }

    private final Address to;
    private final InetSocketAddress database;
    private final ServerSocket listening;
    private final Queue<ProxiedConnection> strands = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Accident> next = new AtomicReference<>(Accident.NONE);
    private volatile long delayNanos;
    private volatile boolean dead;

    FaultyProxy(Address to) {
        this.to = to;
        URI uri = URI.create(to.url().substring("jdbc:".length()));
        database = new InetSocketAddress(uri.getHost(), uri.getPort());
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /// The database's address, through this proxy.
    Address address() {
        URI uri = URI.create(to.url().substring("jdbc:".length()));
        String url = "jdbc:postgresql://127.0.0.1:" + listening.getLocalPort() + uri.getPath();
        return new Address(url, to.user(), to.password());
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket server = new Socket();
                try {
                    server.connect(database, 2_000);
                } catch (IOException refused) {
                    client.close();
                    continue;
                }
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                strands.removeIf(ProxiedConnection::gone);
                ProxiedConnection strand = new ProxiedConnection(this, client, server);
                strands.add(strand);
                strand.start();
            } catch (IOException closed) {
                // The loop's condition tells a closed proxy from a client that went away.
                Thread.onSpinWait();
            }
        }
    }

    /// Delays every message by this much.
    void delay(Duration each) {
        delayNanos = each.toNanos();
    }

    /// While it is dead nothing comes through, and neither side is notified. Connections of that
    /// time are cut when it comes back.
    void dead(boolean now) {
        if (dead && !now) {
            cut();
        }
        dead = now;
    }

    void cut() {
        strands.forEach(ProxiedConnection::cut);
    }

    void next(Accident accident) {
        next.set(accident);
    }

    /// Takes the fault for this COMMIT; it happens once.
    Accident meets() {
        return next.getAndSet(Accident.NONE);
    }

    /// Waits as long as the proxy is slow or dead.
    void pass() throws InterruptedException {
        long nanos = delayNanos;
        if (nanos > 0) {
            Thread.sleep(Duration.ofNanos(nanos));
        }
        while (dead) {
            Thread.sleep(5);
        }
    }

    boolean isDead() {
        return dead;
    }

    @Override
    public void close() {
        dead = false;
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
