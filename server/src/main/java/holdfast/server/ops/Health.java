package holdfast.server.ops;

import holdfast.server.auth.Permission;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Health checks: liveness and readiness of this node.
public final class Health {
    private final List<Check> checks;
    private final Metrics metrics;
    private volatile boolean stopping;

    /// One check.
    ///
    /// @param vital whether a node that fails it should get no requests
    /// @param complaint what is wrong, if anything; called often, so it must be fast
    public record Check(String name, boolean vital, Supplier<Optional<String>> complaint) {}

    public Health(Metrics metrics, List<Check> checks) {
        this.metrics = metrics;
        this.checks = List.copyOf(checks);
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/health/live", Permission.NONE, "live",
                        "Whether this process works; if not, restart it.", this::live),
                new Route("GET", "/health/ready", Permission.NONE, "ready",
                        "Whether this node can sell now, and if not, why.", this::ready),
                new Route("GET", "/metrics", Permission.NONE, "metrics",
                        "The metrics, in Prometheus' text format.", this::metrics));
    }

    /// Reports not ready from now on, so that load balancers send no more requests.
    public void stopping() {
        stopping = true;
    }

    private Response live(Request request) {
        return Response.json(200, json -> json.put("status", "live"));
    }

    private Response ready(Request request) {
        Map<String, String> complaints = new LinkedHashMap<>();
        boolean ready = !stopping;
        if (stopping) {
            complaints.put("stopping", "the node finishes the requests in progress and accepts no "
                    + "others");
        }
        for (Check check : checks) {
            Optional<String> complaint = check.complaint().get();
            complaints.put(check.name(), complaint.orElse("ok"));
            ready &= complaint.isEmpty() || !check.vital();
        }
        if (!ready) {
            throw new Problem(503, "notReady", "This node cannot sell now",
                    "The checks say why. Send the request to another node, or retry later.",
                    json -> checks(json, complaints)).header("Retry-After", "1");
        }
        return Response.json(200, json -> {
            json.put("status", "ready");
            checks(json, complaints);
        });
    }

    private static void checks(Json json, Map<String, String> complaints) {
        json.object("checks", checks -> complaints.forEach(checks::put));
    }

    private Response metrics(Request request) {
        return Response.bytes(200, "text/plain; version=0.0.4; charset=utf-8", metrics.text());
    }
}
