package holdfast.server.api;

import holdfast.Invalid;
import holdfast.server.auth.Permission;
import holdfast.server.availability.EventStream;
import holdfast.server.availability.EventVersions;
import holdfast.server.availability.LiveEvents;
import holdfast.server.availability.Packet;
import holdfast.server.availability.Snapshot;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.ClientNetwork;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The seats of an event: their state, their place, and a stream of changes.
public final class Seats {
    private static final String PACKED = "application/vnd.holdfast.seats+json";
    private static final Pattern ZIPPED =
            Pattern.compile("(gzip|\\*)(;q=(1|0\\.\\d*[1-9]).*)?");
    private static final Duration CROWDED = Duration.ofSeconds(5);

    private final Catalog catalog;
    private final LiveEvents events;

    public Seats(Catalog catalog, LiveEvents events) {
        this.catalog = catalog;
        this.events = events;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/events/{id}/seats", Permission.BUY, "readSeats",
                        "The state of every seat of an event.", this::read),
                new Route("GET", "/v1/events/{id}/changes", Permission.BUY, "watchEvent",
                        "A stream of changes of an event's seats and places.", this::watch),
                new Route("GET", "/v1/events/{id}/seats/changes", Permission.BUY, "watchSeats",
                        "The same stream at another path.", this::watch),
                new Route("GET", "/v1/events/{id}/chart", Permission.BUY, "readEventChart",
                        "The drawing of an event's seats.", this::chart),
                new Route("GET", "/v1/charts/by-hash/{hash}", Permission.BUY, "readDrawing",
                        "A drawing by its digest; it never changes.", this::drawing));
    }

    private Versioned<Event> find(Request request) {
        return catalog.find(request.workspace(), request.path("id"), Event.class)
                .orElseThrow(() -> Problem.unknown(request.path("id")));
    }

    private Response read(Request request) {
        request.onlyQuery("format");
        Snapshot snapshot = events.sheet(request.workspace(), find(request));
        boolean names = names(request, snapshot);
        String tag = "\"" + snapshot.tag() + (names ? "n" : "p");
        if (request.has(tag + "\"") || request.has(tag + "z\"")) {
            return Response.empty(304).headers(cacheHeaders(tag + "\""));
        }
        boolean zipped = zipped(request);
        Packet packet = names ? snapshot.names() : snapshot.packed();
        String type = request.header("Accept").filter(each -> each.contains(PACKED)).isPresent()
                ? PACKED : "application/json";
        return sent(packet, type, zipped).headers(cacheHeaders(tag + (zipped ? "z\"" : "\"")));
    }

    /// Seats are named while their list is short, unless the caller chooses.
    private static boolean names(Request request, Snapshot snapshot) {
        Optional<String> format = request.query("format");
        if (format.isPresent()) {
            return switch (format.get()) {
                case "names" -> true;
                case "packed" -> false;
                default -> throw new Invalid("format", "must be names or packed");
            };
        }
        return snapshot.small() && request.header("Accept")
                .filter(each -> each.contains(PACKED)).isEmpty();
    }

    private static Map<String, String> cacheHeaders(String tag) {
        return Map.of("ETag", tag, "Cache-Control", "private, no-cache",
                "Vary", "Accept, Accept-Encoding, Authorization");
    }

    private static boolean zipped(Request request) {
        return request.header("Accept-Encoding").filter(each -> List.of(each.split(",")).stream()
                .map(String::strip).anyMatch(ZIPPED.asMatchPredicate())).isPresent();
    }

    private static Response sent(Packet packet, String type, boolean zipped) {
        return zipped
                ? Response.bytes(200, type, packet.zipped()).header("Content-Encoding", "gzip")
                : Response.bytes(200, type, packet.plain());
    }

    /// A stream of server-sent events. It begins after the version that the caller has seen, or
    /// with a snapshot.
    private Response watch(Request request) {
        request.onlyQuery("since");
        Versioned<Event> event = find(request);
        // Errors are reported before the stream takes one of the limited places.
        Optional<Long> since = request.query("since").map(text -> version("since", text));
        Optional<Long> seen = request.header("Last-Event-ID")
                .map(text -> version("Last-Event-ID", text)).or(() -> since);
        if (request.headersOnly()) {
            return stream(out -> {});
        }
        if (seen.filter(version -> EventVersions.description(version) > event.version())
                .isPresent()) {
            // Another node knows a change that this node has not read yet.
            catalog.refresh();
        }
        EventStream watching = watching(request, event);
        return stream(out -> watching.write(out, seen));
    }

    private static Response stream(Response.Writer writer) {
        return Response.stream("text/event-stream", writer)
                .headers(Map.of("Cache-Control", "no-store", "X-Accel-Buffering", "no"));
    }

    private EventStream watching(Request request, Versioned<Event> event) {
        Optional<String> address = Optional.of(request.caller())
                .filter(caller -> !caller.local()).map(ClientNetwork::counted);
        return switch (events.watch(request.workspace(), event, address)) {
            case LiveEvents.Watch.Open open -> open.watching();
            case LiveEvents.Watch.Full full -> throw Problem.overloaded(CROWDED);
            case LiveEvents.Watch.TooMany many -> throw new Problem(429, "tooMany",
                    "Too many streams", "From one address at most " + many.most()
                            + " streams are open at once. Close one, or try again later.")
                    .header("Retry-After", Long.toString(CROWDED.toSeconds()));
        };
    }

    private static long version(String name, String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw new Invalid(name, "must be a version, as in 42");
        }
        return Long.parseLong(text);
    }

    private Response chart(Request request) {
        request.onlyQuery();
        LiveEvents.Drawing drawing = events.drawing(request.workspace(), find(request));
        String tag = "\"" + drawing.hash() + "\"";
        Map<String, String> headers = Map.of("ETag", tag, "Cache-Control", "private, no-cache",
                "Vary", "Accept-Encoding, Authorization",
                "Content-Location", "/v1/charts/by-hash/" + drawing.hash());
        return request.has(tag) ? Response.empty(304).headers(headers)
                : sent(drawing.packet(), "application/json", zipped(request)).headers(headers);
    }

    private Response drawing(Request request) {
        request.onlyQuery();
        String hash = request.path("hash");
        Map<String, String> headers = Map.of("ETag", "\"" + hash + "\"",
                "Cache-Control", "private, max-age=31536000, immutable",
                "Vary", "Accept-Encoding, Authorization");
        Packet packet = events.drawing(request.workspace(), hash)
                .orElseThrow(() -> Problem.unknown(hash));
        return request.has("\"" + hash + "\"") ? Response.empty(304).headers(headers)
                : sent(packet, "application/json", zipped(request)).headers(headers);
    }
}
