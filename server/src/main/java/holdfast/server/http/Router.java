package holdfast.server.http;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the route of a path, segment by segment; a literal segment wins over a `{name}`. A route that
/// ends in `**` answers people who ask for a page that no other route has.
final class Router {
    private final Node root = new Node();

    private static final class Node {
        final Map<String, Node> words = new HashMap<>();
        @Nullable
        Node any;
        @Nullable
        Route rest;
        String name = "";
        final Map<String, Route> routes = new TreeMap<>();
    }

    record Found(Route route, Map<String, String> arguments) {}

    Router(List<Route> routes) {
        routes.forEach(this::add);
    }

    private void add(Route route) {
        Node node = root;
        for (String segment : segments(route.path())) {
            if (segment.equals("**")) {
                node.rest = route;
                return;
            }
            if (segment.startsWith("{")) {
                if (node.any == null) {
                    node.any = new Node();
                }
                node = node.any;
                node.name = segment.substring(1, segment.length() - 1);
            } else {
                node = node.words.computeIfAbsent(segment, word -> new Node());
            }
        }
        if (node.routes.put(route.method(), route) != null) {
            throw new IllegalArgumentException(
                    "two routes for " + route.method() + " " + route.path());
        }
    }

    private static String[] segments(String path) {
        return path.substring(1).split("/", -1);
    }

    /// @param page whether the client prefers a page to JSON
    Found find(String method, String path, boolean page) {
        Map<String, String> arguments = new HashMap<>();
        Node node = path.startsWith("/") ? walk(segments(path), arguments) : null;
        if (node == null || node.routes.isEmpty()) {
            Optional<Found> rest = page ? rest(method, path) : Optional.empty();
            if (rest.isPresent()) {
                return rest.get();
            }
            throw new Problem(404, "unknown", "Unknown path",
                    "No such path. /docs lists all routes.");
        }
        Route route = node.routes.get(method.equals("HEAD") ? "GET" : method);
        if (route == null) {
            throw new Problem(405, "methodNotAllowed", "Method not allowed",
                    "Allowed: " + String.join(", ", node.routes.keySet()) + ".")
                    .header("Allow", String.join(", ", allowed(node)));
        }
        return new Found(route, arguments);
    }

    /// All routes at a path.
    Collection<Route> at(String path) {
        Node node = path.startsWith("/") ? walk(segments(path), new HashMap<>()) : null;
        return node == null ? List.of() : node.routes.values();
    }

    private static Set<String> allowed(Node node) {
        Set<String> methods = new TreeSet<>(node.routes.keySet());
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }

    private Optional<Found> rest(String method, String path) {
        if (!path.startsWith("/") || path.startsWith("/v1/")) {
            return Optional.empty();
        }
        Map<String, String> arguments = new HashMap<>();
        Optional<Found> found = Optional.empty();
        @Nullable Node node = root;
        String[] segments = segments(path);
        for (int at = 0; at < segments.length && node != null; at++) {
            if (node.rest != null && List.of("GET", "HEAD").contains(method)) {
                found = Optional.of(new Found(node.rest, Map.copyOf(arguments)));
            }
            node = next(node, segments[at], arguments);
        }
        return found;
    }

    private @Nullable Node walk(String[] segments, Map<String, String> arguments) {
        Node node = root;
        for (String segment : segments) {
            Node next = next(node, segment, arguments);
            if (next == null) {
                return null;
            }
            node = next;
        }
        return node;
    }

    private static @Nullable Node next(
            Node node, String segment, Map<String, String> arguments) {
        Node next = node.words.get(segment);
        if (next == null && node.any != null && !segment.isEmpty()) {
            next = node.any;
            arguments.put(next.name, segment);
        }
        return next;
    }
}
