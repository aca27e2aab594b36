package holdfast.server.http;

import holdfast.server.auth.Permission;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// CORS headers. Routes for publishable keys are open to scripts of every website: such a key is no
/// secret, and it is sent explicitly, never as a cookie. Routes that need more permission get no
/// CORS headers, so a browser keeps their answers from scripts.
final class Cors {
    private static final HeaderName WANTED = HeaderNames.create("Access-Control-Request-Method");
    private static final String SENT = "Authorization, Content-Type, Holdfast-Token, "
            + "Idempotency-Key, If-Match, If-None-Match, Last-Event-ID";
    private static final String READ = "ETag, Location, RateLimit, RateLimit-Policy, Request-Id, "
            + "Retry-After";
    private static final Map<String, String> SHARED = Map.of(
            "Access-Control-Allow-Origin", "*", "Access-Control-Expose-Headers", READ);

    private Cors() {}

    /// Headers for every answer of a route, including refusals.
    static Map<String, String> headers(ServerRequest request, Route route) {
        return fromElsewhere(request) && shared(route) ? SHARED : Map.of();
    }

    /// Headers for an overload answer that is sent before routing. It says only to retry later, and
    /// the script must be able to read that.
    static Map<String, String> always(ServerRequest request) {
        return fromElsewhere(request) ? SHARED : Map.of();
    }

    private static boolean fromElsewhere(ServerRequest request) {
        return request.headers().contains(HeaderNames.ORIGIN);
    }

    private static boolean shared(Route route) {
        return route.right() == Permission.BUY;
    }

    /// The answer to a preflight request; empty if it is none, or no route at the path is shared.
    static Optional<Response> asksFirst(ServerRequest request, Router router) {
        boolean attempts = request.prologue().method().text().equals("OPTIONS")
                && fromElsewhere(request) && request.headers().contains(WANTED);
        if (!attempts) {
            return Optional.empty();
        }
        TreeSet<String> methods = new TreeSet<>();
        router.at(request.path().path()).stream().filter(Cors::shared).map(Route::method)
                .forEach(methods::add);
        if (methods.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Response.empty(204).headers(Map.of(
                "Access-Control-Allow-Origin", "*",
                "Access-Control-Allow-Methods", String.join(", ", methods),
                "Access-Control-Allow-Headers", SENT,
                "Access-Control-Max-Age", "7200")));
    }

    /// The answer to a plain OPTIONS request, which load balancers use as a health check. `*` is
    /// the server itself.
    static Optional<Response> asksWhat(ServerRequest request, Router router) {
        if (!request.prologue().method().text().equals("OPTIONS")
                || request.headers().contains(WANTED)) {
            return Optional.empty();
        }
        String path = request.path().path();
        TreeSet<String> methods = new TreeSet<>(Set.of("OPTIONS"));
        router.at(path).forEach(route -> {
            methods.add(route.method());
            if (route.method().equals("GET")) {
                methods.add("HEAD");
            }
        });
        return methods.size() == 1 && !path.equals("*") && !path.equals("/*") ? Optional.empty()
                : Optional.of(Response.empty(204).header("Allow", String.join(", ", methods)));
    }
}
