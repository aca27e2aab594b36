package holdfast.server.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// The socket of one client. What the client sends passes through here before the web server reads
/// it: here it is waited for, counted and, when it is HTTP/1.0, turned into HTTP/1.1.
final class ClientSocket {
    /// The one of the connection that this thread serves.
    static final ScopedValue<ClientSocket> CURRENT = ScopedValue.newInstance();

    private static final int PIECE = 8 * 1_024;
    private static final int MOST_AHEAD = 4;
    /// More than the web server takes for the first line and the headers together.
    private static final int LONGEST_HEAD = 32 * 1_024;
    private static final int MOST_DISCARDED = 16 * 1_024 * 1_024;
    private static final Duration LINGER = Duration.ofSeconds(3);
    private static final long LOOK = Duration.ofMillis(100).toNanos();

    private final SocketChannel channel;
    private final Duration patience;
    private final DataReader reader = DataReader.create(this::read);
    /// What was read by looking whether the client is still there.
    private final Deque<byte[]> ahead = new ArrayDeque<>();
    private final ReentrantLock looking = new ReentrantLock();
    private long looked = System.nanoTime() - LOOK;
    private volatile boolean gone;
    private boolean between = true;
    private boolean legacy;
    private int head;
    private long end;
    private IntPredicate room = any -> true;

    ClientSocket(SocketChannel channel, Duration patience) {
        this.channel = channel;
        this.patience = patience;
    }

    DataReader reader() {
        return reader;
    }

    /// Whether the request came as HTTP/1.0: then there are no chunks, and the answer is the last.
    boolean legacy() {
        return legacy;
    }

    /// A request is whole up to its body. What is read from now on is read by the body's rules.
    void headRead() {
        between = false;
        head = 0;
        within(patience, any -> true);
    }

    /// What is read from now on comes within a time, and as long as there is room for it.
    void within(Duration time, IntPredicate enough) {
        end = System.nanoTime() + time.toNanos();
        room = enough;
    }

    /// A request is over, with its body. What comes now is the next one.
    void next() {
        between = true;
        room = any -> true;
    }

    private byte @Nullable [] read() {
        if (!between) {
            byte[] piece = head == 0 ? timed() : counted(timed());
            if (piece != null && !room.test(piece.length)) {
                throw new UncheckedIOException(new IOException("There is no room for more"));
            }
            return piece;
        }
        between = false;
        // Behind another request a part of this one is there already.
        int known = reader.available();
        byte[] first = known == 0 ? untimed() : null;
        end = System.nanoTime() + patience.toNanos();
        head = known + 1;
        if (known > 0) {
            return counted(timed());
        }
        return first == null ? null : counted(version(first));
    }

    /// Too many headers are refused here at the latest. The web server counts more exactly.
    private byte @Nullable [] counted(byte @Nullable [] piece) {
        head += piece == null ? 0 : piece.length;
        if (head > LONGEST_HEAD) {
            throw RequestException.builder().type(DirectHandler.EventType.BAD_REQUEST)
                    .status(Status.create(431, "Request Header Fields Too Large"))
                    .message("The headers are too large").build();
        }
        return piece;
    }

    private byte[] version(byte[] first) {
        byte[] known = first;
        while (Http10.unclear(known) && known.length <= PIECE) {
            byte[] more = timed();
            if (more == null) {
                return known;
            }
            known = Http10.joined(known, more);
        }
        if (!Http10.begins(known)) {
            return known;
        }
        while (!Http10.whole(known) && known.length <= LONGEST_HEAD) {
            byte[] more = timed();
            if (more == null) {
                break;
            }
            known = Http10.joined(known, more);
        }
        legacy = true;
        return Http10.modern(known);
    }

    /// The web server itself ends connections that are idle.
    private byte @Nullable [] untimed() {
        byte[] early = ahead.poll();
        if (early != null) {
            return early;
        }
        ByteBuffer buffer = ByteBuffer.allocate(PIECE);
        try {
            return kept(buffer.array(), gone ? -1 : channel.read(buffer));
        } catch (IOException cut) {
            gone = true;
            throw new CloseConnectionException("The client is gone", cut);
        }
    }

    private byte @Nullable [] timed() {
        byte[] early = ahead.poll();
        if (early != null) {
            return early;
        }
        try {
            byte[] buffer = new byte[PIECE];
            return kept(buffer, gone ? -1 : readBefore(end, buffer));
        } catch (IOException cut) {
            gone |= !(cut instanceof SocketTimeoutException);
            throw new CloseConnectionException("The client is gone, or too slow", cut);
        }
    }

    private byte @Nullable [] kept(byte[] buffer, int length) {
        gone |= length < 0;
        return length < 0 ? null : Arrays.copyOf(buffer, length);
    }

    private int readBefore(long moment, byte[] buffer) throws IOException {
        long left = (moment - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("The time is over");
        }
        channel.socket().setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
        return channel.socket().getInputStream().read(buffer);
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

    /// Writes past the web server: an answer that ends where the connection does.
    OutputStream output() throws IOException {
        return channel.socket().getOutputStream();
    }

    /// Ends the connection so that the client can still read the last answer. Closing a socket with
    /// unread bytes would reset it and take the answer away; so this side says that it sends no
    /// more, and discards what comes until the client has closed its side, within bounds.
    void finish() {
        try {
            channel.shutdownOutput();
            long until = System.nanoTime() + LINGER.toNanos();
            byte[] waste = new byte[PIECE];
            int length = 0;
            for (int all = 0; length >= 0 && !gone && all < MOST_DISCARDED; all += length) {
                length = readBefore(until, waste);
            }
        } catch (IOException over) {
            // The client is gone, or was given its time.
        }
    }
}
