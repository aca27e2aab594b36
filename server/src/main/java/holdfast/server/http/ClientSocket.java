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

/// The socket of one client. All input passes through it before the web server reads it, so that it
/// can limit time and size and turn HTTP/1.0 into HTTP/1.1.
final class ClientSocket {
    /// The socket of the connection that this thread serves.
    static final ScopedValue<ClientSocket> CURRENT = ScopedValue.newInstance();

    private static final int PIECE = 8 * 1_024;
    private static final int MOST_AHEAD = 4;
    /// More than the web server accepts for the first line and the headers together.
    private static final int LONGEST_HEAD = 32 * 1_024;
    private static final int MOST_DISCARDED = 16 * 1_024 * 1_024;
    private static final Duration LINGER = Duration.ofSeconds(3);
    private static final long LOOK = Duration.ofMillis(100).toNanos();

    private final SocketChannel channel;
    private final Duration patience;
    private final DataReader reader = DataReader.create(this::read);
    /// Input read while checking whether the client is still connected.
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

    /// Whether the request came as HTTP/1.0: no chunks, and the connection ends after the answer.
    boolean legacy() {
        return legacy;
    }

    /// The head was read; from now on the body's limits apply.
    void headRead() {
        between = false;
        head = 0;
        within(patience, any -> true);
    }

    /// Sets the time limit and the size check for what is read from now on.
    void within(Duration time, IntPredicate enough) {
        end = System.nanoTime() + time.toNanos();
        room = enough;
    }

    /// The request and its body are finished; the next input is the next request.
    void next() {
        between = true;
        room = any -> true;
    }

    private byte @Nullable [] read() {
        if (!between) {
            byte[] piece = head == 0 ? timed() : counted(timed());
            if (piece != null && !room.test(piece.length)) {
                throw new UncheckedIOException(new IOException("Too many connections"));
            }
            return piece;
        }
        between = false;
        // After another request a part of this one may be buffered already.
        int known = reader.available();
        byte[] first = known == 0 ? untimed() : null;
        end = System.nanoTime() + patience.toNanos();
        head = known + 1;
        if (known > 0) {
            return counted(timed());
        }
        return first == null ? null : counted(version(first));
    }

    /// Refuses headers that are too large, at the latest here; the web server counts more exactly.
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

    /// No time limit: the web server itself ends idle connections.
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
            throw new CloseConnectionException("The client closed the connection", cut);
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
            throw new CloseConnectionException("The client closed the connection or is too slow",
                    cut);
        }
    }

    private byte @Nullable [] kept(byte[] buffer, int length) {
        gone |= length < 0;
        return length < 0 ? null : Arrays.copyOf(buffer, length);
    }

    private int readBefore(long moment, byte[] buffer) throws IOException {
        long left = (moment - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("The request took too long to arrive");
        }
        channel.socket().setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
        return channel.socket().getInputStream().read(buffer);
    }

    /// Whether the client has closed the connection, checked at most every tenth of a second. A
    /// half-closed connection counts as closed, because the two look alike from here.
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

    /// Reads available input and keeps it, because it may be the next request. Once a client has
    /// pipelined a lot, this is no longer checked.
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

    /// Bypasses the web server, for an answer that ends with the connection.
    OutputStream output() throws IOException {
        return channel.socket().getOutputStream();
    }

    /// Closes the connection so that the client can still read the last answer (lingering close).
    /// Closing a socket with unread input would reset it and lose the answer. So this sends FIN and
    /// discards input until the client closes, within limits.
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
            // The client has closed, or its time is over.
        }
    }
}
