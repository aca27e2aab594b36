package holdfast.server.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;

/// Answers to malformed requests, which reach no route.
final class RejectedRequest {
    private static final String TOO_MANY_HEADERS = "Header size exceeded";

    private RejectedRequest() {}

    /// Handlers for what the web server itself refuses; the connection ends after each. Too large
    /// headers have no status of their own there, only a message.
    static DirectHandlers handlers() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType event : DirectHandler.EventType.values()) {
            handlers.addHandler(event, (request, type, status, headers, message) -> {
                int code = TOO_MANY_HEADERS.equals(message) ? 431 : status.code();
                Response answer = of(code).answer();
                headers.set(HeaderNames.CONTENT_TYPE, "application/problem+json");
                DirectHandler.TransportResponse.Builder response =
                        DirectHandler.TransportResponse.builder()
                                .status(Status.create(code, code == 431
                                        ? "Request Header Fields Too Large"
                                        : status.reasonPhrase()))
                                .headers(headers).keepAlive(false);
                return request.method().equals("HEAD") ? response.build()
                        : response.entity(((Response.Bytes) answer.body()).content()).build();
            });
        }
        return handlers.build();
    }

    static Problem of(int status) {
        return switch (status) {
            case 413 -> new Problem(413, "tooLarge", "The request is too large",
                    "Headers may have 16 KiB and a body 1 MiB.");
            case 431, 414 -> new Problem(status, "tooLarge", "The request is too large",
                    "The first line may have 8 KiB and all headers 16 KiB.");
            case 404 -> new Problem(404, "unknown", "Unknown path",
                    "No such path. /docs lists all routes.");
            case 503 -> Problem.overloaded(java.time.Duration.ofSeconds(1));
            default -> status >= 500
                    ? new Problem(status, "failed", "Server error",
                            "Try again; if it fails repeatedly, tell the operator of this server.")
                    : new Problem(status, "invalid", "The request cannot be understood",
                            "The request is not valid HTTP.");
        };
    }
}
