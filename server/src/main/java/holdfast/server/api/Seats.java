package holdfast.server.api;

import holdfast.Invalid;
import holdfast.server.access.Right;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Stored;
import holdfast.server.http.Answer;
import holdfast.server.http.Call;
import holdfast.server.http.Caller;
import holdfast.server.http.Problem;
import holdfast.server.http.Route;
import holdfast.server.live.Boards;
import holdfast.server.live.Packet;
import holdfast.server.live.Sheet;
import holdfast.server.live.Versions;
import holdfast.server.live.Watching;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Every seat of an event: how it stands, where it is, and what changes.
public final class Seats {
    private static final String PACKED = "application/vnd.holdfast.seats+json";
    private static final Pattern ZIPPED =
            Pattern.compile("(gzip|\\*)(;q=(1|0\\.\\d*[1-9]).*)?");
    private static final Duration CROWDED = Duration.ofSeconds(5);

    private final Catalog catalog;
    private final Boards boards;

    public Seats(Catalog catalog, Boards boards) {
        this.catalog = catalog;
        this.boards = boards;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/events/{id}/seats", Right.BUY, "readSeats",
                        "How every seat of an event stands.", this::read),
                new Route("GET", "/v1/events/{id}/changes", Right.BUY, "watchEvent",
                        "What changes in an event, as it happens.", this::watch),
                new Route("GET", "/v1/events/{id}/seats/changes", Right.BUY, "watchSeats",
                        "The same by another name.", this::watch),
                new Route("GET", "/v1/events/{id}/chart", Right.BUY, "readEventChart",
                        "Where an event's seats are.", this::chart),
                new Route("GET", "/v1/charts/by-hash/{hash}", Right.BUY, "readDrawing",
                        "A drawing by its digest, which is the same for ever.", this::drawing));
    }

    private Stored<Event> find(Call call) {
        return catalog.find(call.workspace(), call.path("id"), Event.class)
                .orElseThrow(() -> Problem.unknown(call.path("id")));
    }

    private Answer read(Call call) {
        call.onlyQuery("format");
        Sheet sheet = boards.sheet(call.workspace(), find(call));
        boolean names = names(call, sheet);
        String tag = "\"" + sheet.tag() + (names ? "n" : "p");
        if (call.has(tag + "\"") || call.has(tag + "z\"")) {
            return Answer.empty(304).headers(asked(tag + "\""));
        }
        boolean zipped = zipped(call);
        Packet packet = names ? sheet.names() : sheet.packed();
        String type = call.header("Accept").filter(each -> each.contains(PACKED)).isPresent()
                ? PACKED : "application/json";
        return sent(packet, type, zipped).headers(asked(tag + (zipped ? "z\"" : "\"")));
    }

    /// By name as long as that is short, unless the caller says which.
    private static boolean names(Call call, Sheet sheet) {
        Optional<String> format = call.query("format");
        if (format.isPresent()) {
            return switch (format.get()) {
                case "names" -> true;
                case "packed" -> false;
                default -> throw new Invalid("format", "must be names or packed");
            };
        }
        return sheet.small() && call.header("Accept")
                .filter(each -> each.contains(PACKED)).isEmpty();
    }

    private static Map<String, String> asked(String tag) {
        return Map.of("ETag", tag, "Cache-Control", "private, no-cache",
                "Vary", "Accept, Accept-Encoding, Authorization");
    }

    private static boolean zipped(Call call) {
        return call.header("Accept-Encoding").filter(each -> List.of(each.split(",")).stream()
                .map(String::strip).anyMatch(ZIPPED.asMatchPredicate())).isPresent();
    }

    private static Answer sent(Packet packet, String type, boolean zipped) {
        return zipped
                ? Answer.bytes(200, type, packet.zipped()).header("Content-Encoding", "gzip")
                : Answer.bytes(200, type, packet.plain());
    }

    /// A stream of server-sent events. It begins after the version that the caller has seen, or
    /// with the whole.
    private Answer watch(Call call) {
        call.onlyQuery("since");
        Stored<Event> event = find(call);
        // Whatever is wrong is told before a place among the watchers is taken.
        Optional<Long> since = call.query("since").map(text -> version("since", text));
        Optional<Long> seen = call.header("Last-Event-ID")
                .map(text -> version("Last-Event-ID", text)).or(() -> since);
        if (call.headersOnly()) {
            return stream(out -> { });
        }
        if (seen.filter(version -> Versions.description(version) > event.version()).isPresent()) {
            // Another node has told of a change that this one has not heard of yet.
            catalog.refresh();
        }
        Watching watching = watching(call, event);
        return stream(out -> watching.write(out, seen));
    }

    private static Answer stream(Answer.Writer writer) {
        return Answer.stream("text/event-stream", writer)
                .headers(Map.of("Cache-Control", "no-store", "X-Accel-Buffering", "no"));
    }

    private Watching watching(Call call, Stored<Event> event) {
        Optional<String> address = Optional.of(call.caller())
                .filter(caller -> !caller.local()).map(Caller::counted);
        return switch (boards.watch(call.workspace(), event, address)) {
            case Boards.Watch.Open open -> open.watching();
            case Boards.Watch.Full full -> throw Problem.overloaded(CROWDED);
            case Boards.Watch.TooMany many -> throw new Problem(429, "tooMany",
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

    private Answer chart(Call call) {
        call.onlyQuery();
        Boards.Drawing drawing = boards.drawing(call.workspace(), find(call));
        String tag = "\"" + drawing.hash() + "\"";
        Map<String, String> headers = Map.of("ETag", tag, "Cache-Control", "private, no-cache",
                "Vary", "Accept-Encoding, Authorization",
                "Content-Location", "/v1/charts/by-hash/" + drawing.hash());
        return call.has(tag) ? Answer.empty(304).headers(headers)
                : sent(drawing.packet(), "application/json", zipped(call)).headers(headers);
    }

    private Answer drawing(Call call) {
        call.onlyQuery();
        String hash = call.path("hash");
        Map<String, String> headers = Map.of("ETag", "\"" + hash + "\"",
                "Cache-Control", "private, max-age=31536000, immutable",
                "Vary", "Accept-Encoding, Authorization");
        Packet packet = boards.drawing(call.workspace(), hash)
                .orElseThrow(() -> Problem.unknown(hash));
        return call.has("\"" + hash + "\"") ? Answer.empty(304).headers(headers)
                : sent(packet, "application/json", zipped(call)).headers(headers);
    }
}
