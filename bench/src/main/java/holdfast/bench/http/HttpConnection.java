package holdfast.bench.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// One kept-alive connection: a request goes out, one answer comes in, then the next. It parses
/// only the part of HTTP/1.1 that our server sends: a status, headers, and a body with a
/// Content-Length.
final class HttpConnection implements AutoCloseable {
    private static final byte[] LENGTH = lower("content-length:");
    private static final byte[] CHUNKED = lower("transfer-encoding:");
    private static final int HEAD = 2_048;

    private final SocketChannel channel;
    private ByteBuffer in = ByteBuffer.allocate(HEAD);
    private int body;
    private int end;

    private HttpConnection(SocketChannel channel) {
        this.channel = channel;
    }

    static HttpConnection to(InetSocketAddress server) throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new HttpConnection(channel);
    }

    SocketChannel channel() {
        return channel;
    }

    private static byte[] lower(String name) {
        return name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    }

    void send(byte[] request) throws IOException {
        in.clear();
        body = 0;
        ByteBuffer out = ByteBuffer.wrap(request);
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    /// Reads the bytes that have arrived, and returns whether the answer is complete.
    boolean read() throws IOException {
        if (!in.hasRemaining()) {
            grow(in.capacity() * 2);
        }
        if (channel.read(in) < 0) {
            throw new EOFException("the server hung up");
        }
        if (body == 0) {
            body = bodyBegins();
            if (body == 0) {
                return false;
            }
            end = body + length();
            if (end > in.capacity()) {
                grow(end);
            }
        }
        return in.position() >= end;
    }

    private void grow(int size) {
        in = ByteBuffer.wrap(Arrays.copyOf(in.array(), size)).position(in.position());
    }

    private int bodyBegins() {
        byte[] bytes = in.array();
        for (int at = 3; at < in.position(); at++) {
            if (bytes[at] == '\n' && bytes[at - 1] == '\r' && bytes[at - 2] == '\n') {
                return at + 1;
            }
        }
        return 0;
    }

    private int length() throws IOException {
        if (header(CHUNKED) >= 0) {
            throw new IOException("a chunked answer, which this client cannot read");
        }
        int at = header(LENGTH);
        return at < 0 ? 0 : number(at);
    }

    private int number(int from) {
        byte[] bytes = in.array();
        int number = 0;
        for (int at = from; bytes[at] != '\r'; at++) {
            if (bytes[at] != ' ') {
                number = number * 10 + bytes[at] - '0';
            }
        }
        return number;
    }

    /// Where a header's value begins.
    private int header(byte[] lower) {
        byte[] bytes = in.array();
        for (int at = 0; at + lower.length < body; at++) {
            if (bytes[at] == '\n' && is(lower, at + 1)) {
                return at + 1 + lower.length;
            }
        }
        return -1;
    }

    private boolean is(byte[] lower, int from) {
        byte[] bytes = in.array();
        for (int at = 0; at < lower.length; at++) {
            byte one = bytes[from + at];
            if ((one >= 'A' && one <= 'Z' ? one + 32 : one) != lower[at]) {
                return false;
            }
        }
        return true;
    }

    int status() {
        byte[] bytes = in.array();
        return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
    }

    Optional<String> header(String name) {
        int at = header(lower(name + ":"));
        if (at < 0) {
            return Optional.empty();
        }
        int until = at;
        while (in.array()[until] != '\r') {
            until++;
        }
        return Optional.of(new String(
                in.array(), at, until - at, StandardCharsets.US_ASCII).strip());
    }

    int bytes() {
        return end - body;
    }

    String body() {
        return new String(in.array(), body, end - body, StandardCharsets.UTF_8);
    }

    /// Blocking, for a client with one request at a time.
    HttpConnection ask(byte[] request) throws IOException {
        send(request);
        boolean whole = read();
        while (!whole) {
            whole = read();
        }
        return this;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            // It was not usable any more.
            return;
        }
    }
}
