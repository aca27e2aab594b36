package holdfast.server.webhooks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Sends one POST over HTTP/1.1 and reads the status. It connects to the very addresses that were
/// checked, follows nothing, uses no proxy, and reads no more of an answer than its head, which is
/// bounded. The whole exchange has a time limit, however slowly an answer comes.
final class WebhookClient {
    private static final int LONGEST_HEAD = 64 * 1024;

    private final PublicAddresses addresses;
    private final SSLSocketFactory tls;
    private final Duration patience;

    WebhookClient(PublicAddresses addresses, SSLSocketFactory tls, Duration patience) {
        this.addresses = addresses;
        this.tls = tls;
        this.patience = patience;
    }

    /// The head of an answer.
    ///
    /// @param retryAfter seconds, if the endpoint named them
    record Answer(int status, OptionalLong retryAfter) {}

    Answer post(URI url, Map<String, String> headers, byte[] body) throws IOException {
        Sockets sockets = new Sockets();
        CountDownLatch done = new CountDownLatch(1);
        // Closing the socket is the only thing that ends a read whose bytes come one by one.
        Thread limit = Thread.startVirtualThread(() -> {
            try {
                done.await(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            sockets.close();
        });
        try {
            return exchange(connected(url, sockets), url, headers, body);
        } finally {
            done.countDown();
            limit.interrupt();
            sockets.close();
        }
    }

    /// The sockets of one exchange. Once it is closed, no more are opened.
    private static final class Sockets {
        private final List<Socket> open = new ArrayList<>();
        private boolean over;

        synchronized Socket next() throws IOException {
            if (over) {
                throw new IOException("the time is over");
            }
            Socket socket = new Socket();
            open.add(socket);
            return socket;
        }

        synchronized void close() {
            over = true;
            for (Socket socket : open) {
                try {
                    socket.close();
                } catch (IOException closed) {
                    // It is of no use any more.
                }
            }
        }
    }

    private Socket connected(URI url, Sockets sockets) throws IOException {
        boolean secure = "https".equalsIgnoreCase(url.getScheme());
        int port = url.getPort() > 0 ? url.getPort() : secure ? 443 : 80;
        IOException last = new IOException("no address");
        for (InetAddress address : addresses.of(url)) {
            Socket socket = sockets.next();
            try {
                socket.connect(new InetSocketAddress(address, port), (int) patience.toMillis());
                socket.setSoTimeout((int) patience.toMillis());
                return secure ? secured(socket, url.getHost(), port) : socket;
            } catch (IOException failure) {
                last = failure;
            }
        }
        throw last;
    }

    private Socket secured(Socket socket, String host, int port) throws IOException {
        SSLSocket secure = (SSLSocket) tls.createSocket(socket, host, port, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private static Answer exchange(
            Socket socket, URI url, Map<String, String> headers, byte[] body) throws IOException {
        StringBuilder head = new StringBuilder(512);
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        head.append("POST ").append(path)
                .append(url.getRawQuery() == null ? "" : "?" + url.getRawQuery())
                .append(" HTTP/1.1\r\n");
        head.append("Host: ").append(url.getHost())
                .append(url.getPort() > 0 ? ":" + url.getPort() : "").append("\r\n");
        headers.forEach((name, value) -> head.append(name).append(": ").append(value)
                .append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n");
        head.append("Connection: close\r\n\r\n");
        OutputStream out = socket.getOutputStream();
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
        out.flush();
        return answer(new BufferedInputStream(socket.getInputStream()));
    }

    /// Answers that only announce another one, such as 103, are skipped.
    private static Answer answer(InputStream in) throws IOException {
        int[] left = {LONGEST_HEAD};
        while (true) {
            String status = line(in, left);
            if (!status.matches("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?")) {
                throw new IOException("not an HTTP answer");
            }
            int code = Integer.parseInt(status.substring(9, 12));
            OptionalLong retryAfter = OptionalLong.empty();
            for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
                Optional<String> value = line.toLowerCase(Locale.ROOT).startsWith("retry-after:")
                        ? Optional.of(line.substring(12).strip()) : Optional.empty();
                if (value.isPresent()) {
                    retryAfter = seconds(value.get());
                }
            }
            if (code >= 200) {
                return new Answer(code, retryAfter);
            }
        }
    }

    /// A number of seconds, or a date.
    private static OptionalLong seconds(String value) {
        try {
            return OptionalLong.of(value.matches("[0-9]{1,9}") ? Long.parseLong(value)
                    : Math.max(0, Duration.between(Instant.now(), Instant.from(
                            DateTimeFormatter.RFC_1123_DATE_TIME.parse(value))).toSeconds()));
        } catch (DateTimeException nonsense) {
            return OptionalLong.empty();
        }
    }

    private static String line(InputStream in, int[] left) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int each = in.read(); each != '\n'; each = in.read()) {
            if (each < 0) {
                throw new IOException("the answer ended early");
            }
            if (--left[0] < 0) {
                throw new IOException("the answer's head is too long");
            }
            if (each != '\r') {
                line.append((char) each);
            }
        }
        return line.toString();
    }
}
