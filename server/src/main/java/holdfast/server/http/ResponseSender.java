package holdfast.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.helidon.http.DateTime;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the answer to one request, and decides whether the connection is kept.
final class ResponseSender {
    private static final Logger LOG = LoggerFactory.getLogger(ResponseSender.class);

    private final ServerRequest request;
    private final ServerResponse response;
    private final ClientSocket client;
    private final Body body;
    private boolean last;

    ResponseSender(ServerRequest request, ServerResponse response, ClientSocket client, Body body) {
        this.request = request;
        this.response = response;
        this.client = client;
        this.body = body;
    }

    /// @param closing whether the server stops, so that this is the last answer
    void send(RequestRecord record, Response answer, boolean closing) {
        record.answered(answer);
        boolean headersOnly = request.prologue().method().equals(Method.HEAD);
        boolean stream = answer.body() instanceof Response.Stream;
        // The web server cannot send headers alone, nor a body that ends with the connection.
        boolean bare = stream && (headersOnly || client.legacy());
        last = closing || bare || client.legacy() || body.endsConnection() || asksForTheEnd()
                || answer.headers().containsKey("Connection");
        Response named = answer.header("Request-Id", record.id());
        if (bare) {
            bare(named, headersOnly);
            return;
        }
        response.status(Status.create(answer.status()));
        named.headers().forEach((name, value) -> response.header(HeaderValues.create(name, value)));
        if (last) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        switch (answer.body()) {
            case Response.Bytes bytes when headersOnly -> {
                response.header(HeaderNames.CONTENT_LENGTH,
                        Integer.toString(bytes.content().length));
                response.send(new byte[0]);
            }
            case Response.Bytes bytes -> response.send(bytes.content());
            case Response.Stream written -> {
                try (OutputStream out = response.outputStream()) {
                    written.writer().write(out);
                } catch (IOException | UncheckedIOException gone) {
                    LOG.debug("The client that read {} closed the connection", request.path(),
                            gone);
                }
            }
        }
    }

    private boolean asksForTheEnd() {
        return request.headers().contains(HeaderNames.CONNECTION)
                && request.headers().all(HeaderNames.CONNECTION, List::of).stream()
                        .flatMap(line -> List.of(line.split(",")).stream())
                        .anyMatch(each -> each.strip().equalsIgnoreCase("close"));
    }

    private void bare(Response answer, boolean headersOnly) {
        Status status = Status.create(answer.status());
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status.code()).append(' ')
                .append(status.reasonPhrase()).append("\r\nDate: ")
                .append(DateTime.rfc1123String()).append("\r\nConnection: close\r\n");
        for (Map.Entry<String, String> each : answer.headers().entrySet()) {
            head.append(each.getKey()).append(": ").append(each.getValue()).append("\r\n");
        }
        try {
            OutputStream out = new BufferedOutputStream(client.output());
            out.write(head.append("\r\n").toString().getBytes(US_ASCII));
            out.flush();
            if (!headersOnly && answer.body() instanceof Response.Stream stream) {
                stream.writer().write(out);
                out.flush();
            }
        } catch (IOException | UncheckedIOException gone) {
            LOG.debug("The client that read {} closed the connection", request.path(), gone);
        }
    }

    /// The web server announces that a connection closes and leaves closing to the client. This
    /// closes it, after flushing what the web server has buffered of a stream.
    void end() {
        if (response instanceof RoutingResponse whole) {
            whole.commit();
        }
        if (last || !body.drain()) {
            throw new CloseConnectionException("the connection ends after this answer");
        }
        client.next();
    }
}
