package holdfast.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import holdfast.server.auth.Permission;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A handler can find out that its client has closed the connection.
class GoneTest {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch noticed = new CountDownLatch(1);
    private final CountDownLatch pipelined = new CountDownLatch(1);
    private final HttpServer server = HttpServer.open(
            new HttpServer.Options(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    20, 20, Duration.ofSeconds(10), Duration.ofSeconds(5)),
            List.of(new Route("GET", "/long", Permission.NONE, "long", "Until the client is gone.",
                    this::untilGone),
                    new Route("GET", "/stays", Permission.NONE, "stays", "Looks, and answers.",
                            this::looks)),
            Authenticator.ANONYMOUS, record -> {});

    @AfterEach
    void close() {
        server.close();
    }

    private Response untilGone(Request call) {
        begun.countDown();
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!call.gone() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        if (call.gone()) {
            noticed.countDown();
        }
        return Response.empty(204);
    }

    private Response looks(Request call) {
        try {
            pipelined.await();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
        return call.gone() ? Response.empty(410) : Response.bytes(200, "text/plain", new byte[3]);
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        socket.getOutputStream().flush();
    }

    @Test
    void detectsAClientThatDisconnects() throws IOException, InterruptedException {
        try (Socket socket = connected()) {
            send(socket, "GET /long HTTP/1.1\r\nHost: here\r\n\r\n");
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(noticed.getCount()).isEqualTo(1);
        }
        assertThat(noticed.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void answersBothRequestsOfAPipeliningClient() throws IOException {
        try (Socket socket = connected()) {
            send(socket, "GET /stays HTTP/1.1\r\nHost: here\r\n\r\n");
            send(socket, "GET /stays HTTP/1.1\r\nHost: here\r\nConnection: ");
            pipelined.countDown();
            send(socket, "close\r\n\r\n");
            InputStream in = socket.getInputStream();
            String all = new String(in.readAllBytes(), US_ASCII);
            assertThat(all.split("HTTP/1.1 200 ", -1)).as(all).hasSize(3);
        }
    }
}
