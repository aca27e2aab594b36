package holdfast.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns the head of an HTTP/1.0 request into HTTP/1.1, the only version that the web server reads.
/// The connection ends after the answer.
final class Http10 {
    private static final byte[] VERSION = " HTTP/1.0\r".getBytes(ISO_8859_1);
    private static final String END = "\r\n\r\n";
    /// Headers of the connection, or unknown to HTTP/1.0.
    private static final Set<String> DROPPED = Set.of("connection", "keep-alive",
            "proxy-connection", "expect", "upgrade", "te", "http2-settings");

    private Http10() {}

    /// Whether the first line is incomplete.
    static boolean unclear(byte[] bytes) {
        return firstLine(bytes) < 0;
    }

    static boolean begins(byte[] bytes) {
        int end = firstLine(bytes);
        return end >= VERSION.length && Arrays.equals(
                bytes, end - VERSION.length, end, VERSION, 0, VERSION.length);
    }

    private static int firstLine(byte[] bytes) {
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                return at;
            }
        }
        return -1;
    }

    static boolean whole(byte[] bytes) {
        return new String(bytes, ISO_8859_1).contains(END);
    }

    static byte[] joined(byte[] some, byte[] more) {
        byte[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    /// HTTP/1.0 needs no Host header and has no chunks. A chunked body has no length that both
    /// sides agree on; adding a Content-Length makes the web server refuse it.
    static byte[] modern(byte[] bytes) {
        String text = new String(bytes, ISO_8859_1);
        int end = text.indexOf(END);
        if (end < 0) {
            return bytes;
        }
        List<String> lines = List.of(text.substring(0, end).split("\r\n", -1));
        String first = lines.getFirst();
        StringBuilder head = new StringBuilder(text.length() + 60)
                .append(first, 0, first.length() - 1).append("1\r\nConnection: close\r\n");
        boolean host = false;
        boolean kept = true;
        for (String line : lines.subList(1, lines.size())) {
            String name = name(line);
            kept = name == null ? kept : !DROPPED.contains(name);
            host |= "host".equals(name);
            if (kept) {
                head.append(line).append("\r\n");
            }
            if ("transfer-encoding".equals(name)) {
                head.append("Content-Length: 0\r\n");
            }
        }
        if (!host) {
            head.append("Host: localhost\r\n");
        }
        return head.append("\r\n").append(text, end + END.length(), text.length()).toString()
                .getBytes(ISO_8859_1);
    }

    /// Null for a continuation line.
    private static @Nullable String name(String line) {
        if (line.startsWith(" ") || line.startsWith("\t")) {
            return null;
        }
        int colon = line.indexOf(':');
        return (colon < 0 ? line : line.substring(0, colon)).strip().toLowerCase(Locale.ROOT);
    }
}
