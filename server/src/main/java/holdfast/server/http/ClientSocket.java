package holdfast.server.http;

import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The socket of one client: what it sends passes through here before the web server reads it.
final class ClientSocket {
    /// The one of the connection that this thread serves.
    static final ScopedValue<ClientSocket> CURRENT = ScopedValue.newInstance();

    private static final int PIECE = 8 * 1_024;
    private static final int MOST_AHEAD = 4;
    private static final long LOOK = Duration.ofMillis(100).toNanos();

    private final SocketChannel channel;
    /// What was read by looking whether the client is still there.
    private final Deque<byte[]> ahead = new ArrayDeque<>();
    private final ReentrantLock looking = new ReentrantLock();
    private long looked = System.nanoTime() - LOOK;
    private volatile boolean gone;

    ClientSocket(SocketChannel channel) {
        this.channel = channel;
    }

    /// The next bytes, as soon as there are some; nothing when the client sends no more.
    byte @Nullable [] read() {
        byte[] early = ahead.poll();
        if (early != null) {
            return early;
        }
        ByteBuffer buffer = ByteBuffer.allocate(PIECE);
        try {
            int length = gone ? -1 : channel.read(buffer);
            return length < 0 ? null : Arrays.copyOf(buffer.array(), length);
        } catch (IOException cut) {
            throw new CloseConnectionException("The client is gone", cut);
        }
    }

    /// Whether the client has hung up, as far as was seen in the last tenth of a second. A client
    /// that says it sends no more counts as gone, because the two look alike from here.
    boolean gone() {
        if (!gone && looking.tryLock()) {
            try {
                long now = System.nanoTime();
                if (now - looked >= LOOK) {
                    looked = now;
                    gone = look();
                }
            } finally {
                looking.unlock();
            }
        }
        return gone;
    }

    /// Reads what is there already and keeps it: it may be the next request. Behind a client who
    /// sends a lot of them nobody looks.
    private boolean look() {
        if (ahead.size() >= MOST_AHEAD) {
            return false;
        }
        ByteBuffer buffer = ByteBuffer.allocate(PIECE);
        try {
            channel.configureBlocking(false);
            try {
                int length = channel.read(buffer);
                if (length > 0) {
                    ahead.add(Arrays.copyOf(buffer.array(), length));
                }
                return length < 0;
            } finally {
                channel.configureBlocking(true);
            }
        } catch (IOException cut) {
            return true;
        }
    }
}
