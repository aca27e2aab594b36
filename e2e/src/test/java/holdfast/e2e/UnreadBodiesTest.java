package holdfast.e2e;

import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;

/// The server never takes a part of a body for a request, whether it read the body or not.
class UnreadBodiesTest {
    private static final String INNER = "GET /health/live HTTP/1.1\r\nHost: inner\r\n\r\n";
    private static final String LAST =
            "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    private static final String POST = "POST /v1/holds HTTP/1.1\r\n" + RawSocket.KEY;
    private static final String KEYLESS = "POST /v1/holds HTTP/1.1\r\nHost: x\r\n";

    private final URI address = shop().address();

    /// Exactly one answer with this status, which ends the connection although requests follow.
    private void onlyAnswer(int status, String... parts) throws IOException {
        String all = RawSocket.asked(address, parts);
        assertThat(all).as(parts[0]).contains("HTTP/1.1 " + status + " ")
                .containsIgnoringCase("\r\nconnection: close\r\n").doesNotContain("\"live\"");
        assertThat(RawSocket.answers(all)).as(all).isEqualTo(1);
    }

    @Test
    void readsNoRequestFromATooLargeBody() throws IOException {
        onlyAnswer(413, POST + "Content-Length: 2000000\r\n\r\n" + INNER.repeat(20));
        onlyAnswer(413, POST + "Content-Length: 2000000\r\nExpect: 100-continue\r\n\r\n"
                + INNER.repeat(3));
    }

    @Test
    void readsNoRequestFromABodySentWithoutContinue() throws IOException {
        try (RawSocket raw = new RawSocket(address)) {
            String answer = raw.send(KEYLESS + "Content-Length: " + INNER.length()
                    + "\r\nExpect: 100-continue\r\n\r\n").until("\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 401 ").containsIgnoringCase(
                    "\r\nconnection: close\r\n");
            assertThat(raw.send(INNER + INNER).all()).doesNotContain("HTTP/1.1");
        }
    }

    @Test
    void readsNoRequestAfterABrokenChunk() throws IOException {
        String chunked = "Transfer-Encoding: chunked\r\n\r\n";
        onlyAnswer(400, POST + chunked + "zz\r\n" + INNER);
        onlyAnswer(400, POST + chunked + "-1\r\n" + INNER);
        onlyAnswer(400, POST + chunked + "2\r\n{}" + INNER);
        onlyAnswer(400, POST + chunked + "99999999999\r\n" + INNER);
        onlyAnswer(413, POST + chunked + "7fffffff\r\n" + INNER + " ".repeat(3 << 20));
        onlyAnswer(401, KEYLESS + chunked + "5\r\nhello\r\n0\r\n\r\n" + INNER);
    }

    @Test
    void closesTheConnectionAfterALargeUnreadBody() throws IOException {
        for (String head : new String[] {KEYLESS, "POST /nothing HTTP/1.1\r\n" + RawSocket.KEY,
                "PUT /v1/events HTTP/1.1\r\n" + RawSocket.KEY}) {
            String all = RawSocket.asked(address, head + "Content-Length: 900000\r\n\r\n"
                    + INNER.repeat(12_000) + "x".repeat(900_000 - 12_000 * INNER.length()));
            assertThat(RawSocket.answers(all)).as(all).isEqualTo(1);
            assertThat(all).startsWith("HTTP/1.1 4");
        }
    }

    /// As most clients send them: the next request on the connection is served.
    @Test
    void skipsASmallUnreadBody() throws IOException {
        String body = "Content-Length: " + INNER.length() + "\r\n\r\n" + INNER;
        for (String head : new String[] {KEYLESS, "POST /nothing HTTP/1.1\r\n" + RawSocket.KEY,
                "PUT /v1/events HTTP/1.1\r\n" + RawSocket.KEY,
                "GET /v1/events HTTP/1.1\r\n" + RawSocket.KEY,
                "GET /v1/bookings.csv HTTP/1.1\r\n" + RawSocket.KEY}) {
            String all = RawSocket.asked(address, head + body + LAST);
            assertThat(RawSocket.answers(all)).as(all).isEqualTo(2);
            assertThat(all).endsWith("{\"status\":\"live\"}");
        }
    }

    @Test
    void closesSoonIfTheRestNeverArrives() throws IOException {
        String all = RawSocket.asked(address, "GET /v1/events HTTP/1.1\r\n" + RawSocket.KEY
                + "Content-Length: 50\r\n\r\n" + "x");
        assertThat(RawSocket.answers(all)).as(all).isEqualTo(1);
    }
}
