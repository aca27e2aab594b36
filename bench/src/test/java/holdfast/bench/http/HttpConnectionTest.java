package holdfast.bench.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {
    private static final byte[] ASK = new HttpRequests("key").get("/", "");

    @Test
    void readsAnAnswerInAnyPieces() throws IOException {
        try (CannedServer server = new CannedServer(5,
                "HTTP/1.1 201 Cre", "ated\r\nCONTENT-length: 5\r\nETag: \"7\"\r",
                "\n\r\nab", "cde");
                HttpConnection line = HttpConnection.to(server.address())) {
            for (int times = 0; times < 2; times++) {
                line.ask(ASK);
                assertThat(line.status()).isEqualTo(201);
                assertThat(line.body()).isEqualTo("abcde");
                assertThat(line.bytes()).isEqualTo(5);
                assertThat(line.header("etag")).contains("\"7\"");
                assertThat(line.header("Retry-After")).isEmpty();
            }
        }
    }

    @Test
    void readsALongAnswer() throws IOException {
        String body = "é".repeat(100_000);
        try (CannedServer server = new CannedServer(0,
                "HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + body);
                HttpConnection line = HttpConnection.to(server.address())) {
            assertThat(line.ask(ASK).body()).isEqualTo(body);
        }
    }

    @Test
    void readsAnAnswerWithoutABody() throws IOException {
        try (CannedServer server = new CannedServer(0, "HTTP/1.1 304 Not Modified\r\n\r\n");
                HttpConnection line = HttpConnection.to(server.address())) {
            assertThat(line.ask(ASK).status()).isEqualTo(304);
            assertThat(line.bytes()).isZero();
        }
    }

    @Test
    void refusesAnInvalidAnswer() throws IOException {
        try (CannedServer server = new CannedServer(0,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                HttpConnection line = HttpConnection.to(server.address())) {
            assertThatThrownBy(() -> line.ask(ASK)).isInstanceOf(IOException.class);
        }
    }
}
