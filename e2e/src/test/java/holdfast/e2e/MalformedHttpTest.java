package holdfast.e2e;

import static holdfast.e2e.TestShop.shop;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Malformed HTTP: the server refuses it or closes the connection, in time, and serves the next
/// client.
class MalformedHttpTest {
    private static final int PATIENCE = (int) Duration.ofSeconds(20).toMillis();
    private static final String HOST =
            "Host: shop\r\nAuthorization: Bearer " + TestShop.SECRET + "\r\n";

    @AfterEach
    void theNextIsServed() {
        shop().owner().get("/v1/events").is(200);
    }

    /// All that was received until the server closed the connection.
    private static String said(String... parts) throws IOException {
        try (Socket socket = new Socket(shop().address().getHost(), shop().address().getPort())) {
            socket.setSoTimeout(PATIENCE);
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            StringBuilder all = new StringBuilder();
            try {
                for (String part : parts) {
                    out.write(part.getBytes(ISO_8859_1));
                    out.flush();
                }
                byte[] some = new byte[8_192];
                for (int read = in.read(some); read >= 0; read = in.read(some)) {
                    all.append(new String(some, 0, read, ISO_8859_1));
                }
            } catch (SocketException cut) {
                all.append("(cut)");
            }
            return all.toString();
        }
    }

    private static void refused(String... parts) throws IOException {
        String answer = said(parts);
        assertThat(answer).as(parts[0]).doesNotContain("HTTP/1.1 5", "HTTP/1.1 2", "Exception");
        if (answer.startsWith("HTTP/")) {
            assertThat(answer).as(parts[0]).startsWith("HTTP/1.1 4")
                    .containsIgnoringCase("content-type: application/problem+json");
        }
    }

    @Test
    void refusesMalformedRequestLines() throws IOException {
        for (String line : List.of("NONSENSE", "", "\u0000\u0001\u0002", "GET", "GET /v1/events",
                "GET /v1/events HTTP/9.9", "GET  HTTP/1.1", "GET /v1/events HTTP/1.1 more",
                "GET /" + "x".repeat(10_000) + " HTTP/1.1", "x".repeat(100_000))) {
            refused(line + "\r\n" + HOST + "Connection: close\r\n\r\n");
        }
    }

    @Test
    void refusesMalformedHeaders() throws IOException {
        for (String header : List.of("no colon", "Bad Name: x", "Content-Length: -1",
                "Content-Length: x", "Content-Length: 99999999999999999999",
                "Content-Length: 5\r\nContent-Length: 6", "X: " + "x".repeat(20_000),
                "X-Y: z\r\n".repeat(3_000) + "X: y")) {
            refused("POST /v1/holds HTTP/1.1\r\n" + HOST + "Connection: close\r\n" + header
                    + "\r\n\r\n{\"a\":");
        }
    }

    @Test
    void refusesBodiesOfAnotherLength() throws IOException {
        String post = "POST /v1/holds HTTP/1.1\r\n" + HOST + "Connection: close\r\n";
        refused(post + "Content-Length: 2000000000\r\n\r\n{}");
        refused(post + "Content-Length: 10\r\n\r\n{}");
        refused(post + "Content-Length: 2\r\n\r\n{}and much more than was said");
        refused(post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n");
        refused(post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}");
    }

    @Test
    void refusesATooLargeChunkedBody() throws IOException {
        String piece = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
        refused("POST /v1/holds HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n",
                piece.repeat(20) + "0\r\n\r\n");
    }

    /// Long before the time-out for idle clients.
    @Test
    void closesTheConnectionAfterTheLastAnswer() throws IOException {
        for (String path : List.of("/v1/events", "/v1/bookings.csv", "/docs", "/nothing")) {
            long began = System.nanoTime();
            String answer = said("GET " + path + " HTTP/1.1\r\nConn",
                    "ection: close\r\n" + HOST + "\r\n");
            assertThat(answer).as(path).startsWith("HTTP/1.1 ").containsIgnoringCase(
                    "connection: close").doesNotContain("HTTP/1.1 5");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).as(path)
                    .isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void closesASilentConnection() throws IOException {
        long began = System.nanoTime();
        refused("POST /v1/holds HTTP/1.1\r\n" + HOST + "Content-Length: 100\r\n\r\n{\"items\"");
        refused("GET /v1/ev");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
    }
}
