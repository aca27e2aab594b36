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

    private Versioned<Event> find(Request call) {
        return catalog.find(call.workspace(), call.path("id"), Event.class)
                .orElseThrow(() -> Problem.unknown(call.path("id")));
    }

    private Response read(Request call) {
        call.onlyQuery("format");
        Snapshot snapshot = events.sheet(call.workspace(), find(call));
        boolean names = names(call, snapshot);
        String tag = "\"" + snapshot.tag() + (names ? "n" : "p");
        if (call.has(tag + "\"") || call.has(tag + "z\"")) {
            return Response.empty(304).headers(asked(tag + "\""));
        }
        boolean zipped = zipped(call);
        Packet packet = names ? snapshot.names() : snapshot.packed();
        String type = call.header("Accept").filter(each -> each.contains(PACKED)).isPresent()
                ? PACKED : "application/json";
        return sent(packet, type, zipped).headers(asked(tag + (zipped ? "z\"" : "\"")));
    }

    /// Seats are named while their list is short, unless the caller chooses.
    private static boolean names(Request call, Snapshot snapshot) {
        Optional<String> format = call.query("format");
        if (format.isPresent()) {
            return switch (format.get()) {
                case "names" -> true;
                case "packed" -> false;
                default -> throw new Invalid("format", "must be names or packed");
            };
        }
        return snapshot.small() && call.header("Accept")
                .filter(each -> each.contains(PACKED)).isEmpty();
    }

    private static Map<String, String> asked(String tag) {
        return Map.of("ETag", tag, "Cache-Control", "private, no-cache",
                "Vary", "Accept, Accept-Encoding, Authorization");
    }

    private static boolean zipped(Request call) {
        return call.header("Accept-Encoding").filter(each -> List.of(each.split(",")).stream()
                .map(String::strip).anyMatch(ZIPPED.asMatchPredicate())).isPresent();
    }

    private static Response sent(Packet packet, String type, boolean zipped) {
        return zipped
                ? Response.bytes(200, type, packet.zipped()).header("Content-Encoding", "gzip")
                : Response.bytes(200, type, packet.plain());
    }

    /// A stream of server-sent events. It begins after the version that the caller has seen, or
    /// with a snapshot.
    private Response watch(Request call) {
        call.onlyQuery("since");
        Versioned<Event> event = find(call);
        // Errors are reported before the stream takes one of the limited places.
        Optional<Long> since = call.query("since").map(text -> version("since", text));
        Optional<Long> seen = call.header("Last-Event-ID")
                .map(text -> version("Last-Event-ID", text)).or(() -> since);
        if (call.headersOnly()) {
            return stream(out -> {});
        }
        if (seen.filter(version -> EventVersions.description(version) > event.version())
                .isPresent()) {
            // Another node knows a change that this node has not read yet.
            catalog.refresh();
        }
        EventStream watching = watching(call, event);
        return stream(out -> watching.write(out, seen));
    }

    private static Response stream(Response.Writer writer) {
        return Response.stream("text/event-stream", writer)
                .headers(Map.of("Cache-Control", "no-store", "X-Accel-Buffering", "no"));
    }

    private EventStream watching(Request call, Versioned<Event> event) {
        Optional<String> address = Optional.of(call.caller())
                .filter(caller -> !caller.local()).map(ClientNetwork::counted);
        return switch (events.watch(call.workspace(), event, address)) {
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

    private Response chart(Request call) {
        call.onlyQuery();
        LiveEvents.Drawing drawing = events.drawing(call.workspace(), find(call));
        String tag = "\"" + drawing.hash() + "\"";
        Map<String, String> headers = Map.of("ETag", tag, "Cache-Control", "private, no-cache",
                "Vary", "Accept-Encoding, Authorization",
                "Content-Location", "/v1/charts/by-hash/" + drawing.hash());
        return call.has(tag) ? Response.empty(304).headers(headers)
                : sent(drawing.packet(), "application/json", zipped(call)).headers(headers);
    }

    private Response drawing(Request call) {
        call.onlyQuery();
        String hash = call.path("hash");
        Map<String, String> headers = Map.of("ETag", "\"" + hash + "\"",
                "Cache-Control", "private, max-age=31536000, immutable",
                "Vary", "Accept-Encoding, Authorization");
        Packet packet = events.drawing(call.workspace(), hash)
                .orElseThrow(() -> Problem.unknown(hash));
        return call.has("\"" + hash + "\"") ? Response.empty(304).headers(headers)
                : sent(packet, "application/json", zipped(call)).headers(headers);
    }
}
