package holdfast.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// The body of one request: reads it within limits, or discards it.
final class Body implements AutoCloseable {
    /// The largest body of most requests.
    static final int LARGEST = 1 << 20;
    private static final int SMALL = 8 * 1_024;
    /// How much of an unread body is discarded behind an answer, so that the connection can be
    /// kept.
    private static final int MOST_DRAINED = 64 * 1_024;
    private static final Duration DRAIN = Duration.ofSeconds(1);

    private final ServerRequest request;
    private final ClientSocket client;
    private final BodyMemory memory;
    private final Duration patience;
    private final boolean there;
    private final long length;
    private String address = "";
    private long taken;
    private boolean full;
    private boolean begun;
    private byte[] content = new byte[0];

    Body(ServerRequest request, ClientSocket client, BodyMemory memory, Duration patience) {
        this.request = request;
        this.client = client;
        this.memory = memory;
        this.patience = patience;
        this.there = request.content().hasEntity();
        this.length = !there || request.headers().contains(HeaderNames.TRANSFER_ENCODING)
                ? -1 : request.headers().contentLength().orElse(0);
    }

    /// Whether the body can be read without waiting for the client.
    boolean arrived() {
        return !there || (length >= 0 && length <= SMALL
                && client.reader().available() >= length);
    }

    /// Reads the body within the client's time limit. Memory is counted as bytes arrive, until the
    /// request is over.
    ///
    /// @param largest how many bytes it may have
    void read(String from, int largest) {
        if (!there || begun) {
            return;
        }
        if (length > largest) {
            throw tooLarge(largest);
        }
        boolean waits = !arrived();
        begun = true;
        address = from;
        client.within(patience, bytes -> {
            boolean fits = !waits || (taken + bytes <= raw(largest) + SMALL && take(bytes));
            full |= !fits;
            return fits;
        });
        try (InputStream in = request.content().inputStream()) {
            content = in.readNBytes(largest + 1);
        } catch (IOException | RuntimeException cut) {
            throw broken(largest);
        }
        if (content.length > largest) {
            throw tooLarge(largest);
        }
    }

    /// Including the framing of chunks.
    private static int raw(int largest) {
        return largest + LARGEST;
    }

    private boolean take(int bytes) {
        boolean fits = memory.take(address, bytes);
        taken += fits ? bytes : 0;
        return fits;
    }

    private Problem broken(int largest) {
        if (!full) {
            return Problem.invalid("body", "the body was incomplete or too slow");
        }
        return taken + SMALL > raw(largest) ? tooLarge(largest)
                : Problem.overloaded(Duration.ofSeconds(1));
    }

    private static Problem tooLarge(int largest) {
        return new Problem(413, "tooLarge", "The body is too large",
                "A body may have " + (largest >> 20) + " MiB at the most.");
    }

    byte[] content() {
        return content;
    }

    /// Whether the connection ends after this answer, because the next request cannot be found, or
    /// only by reading a lot. A client that waits for 100 Continue may still send its body, or
    /// never.
    boolean endsConnection() {
        return there && !request.content().consumed() && (begun || length < 0
                || length > MOST_DRAINED
                || request.headers().contains(HeaderNames.EXPECT));
    }

    /// Discards the rest of the body, which is small. The next request begins behind it.
    ///
    /// @return whether all of it arrived
    boolean drain() {
        if (!there || request.content().consumed()) {
            return true;
        }
        client.within(DRAIN, any -> true);
        try {
            request.content().consume();
            return request.content().consumed();
        } catch (RuntimeException late) {
            return false;
        }
    }

    @Override
    public void close() {
        if (taken > 0) {
            memory.give(address, taken);
            taken = 0;
        }
    }
}
