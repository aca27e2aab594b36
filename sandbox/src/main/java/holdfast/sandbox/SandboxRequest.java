package holdfast.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// A request as it was received.
record SandboxRequest(String method, String path, String query, String body, HttpExchange from) {

    static SandboxRequest of(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        return new SandboxRequest(exchange.getRequestMethod(), exchange.getRequestURI().getPath(),
                query == null ? "" : query,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                exchange);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(from.getRequestHeaders().getFirst(name));
    }

    /// The secret key, as a bearer token or as the user of basic authentication.
    Optional<String> key() {
        return header("Authorization").flatMap(authorization -> {
            if (authorization.startsWith("Bearer ")) {
                return Optional.of(authorization.substring(7).strip());
            }
            if (authorization.startsWith("Basic ")) {
                try {
                    String decoded = new String(Base64.getDecoder().decode(
                            authorization.substring(6).strip()), StandardCharsets.UTF_8);
                    return Optional.of(decoded.replaceFirst(":.*", ""));
                } catch (IllegalArgumentException broken) {
                    return Optional.empty();
                }
            }
            return Optional.empty();
        });
    }

    /// The address under which the caller reached the sandbox.
    String base() {
        return "http://" + header("Host").filter(host -> host.matches("[\\w.:\\[\\]-]+"))
                .orElse("127.0.0.1:" + from.getLocalAddress().getPort());
    }
}
