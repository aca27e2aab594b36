package holdfast.server.api;

import holdfast.BlockOutcome;
import holdfast.BlockRequest;
import holdfast.CancelOutcome;
import holdfast.Hold;
import holdfast.Holdfast;
import holdfast.Refusal;
import holdfast.server.auth.Permission;
import holdfast.server.booking.AuditTrail;
import holdfast.server.booking.BookingSearch;
import holdfast.server.booking.Item;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import java.util.List;
import java.util.Optional;

/// Blocks: what the venue takes out of sale, with a reason.
public final class Blocks {
    private final Holdfast engine;
    private final RequestedItems baskets;
    private final BookingSearch search;
    private final AuditTrail trail;
    private final HoldJson json;
    private final BlockedFor closures;

    public Blocks(
            Holdfast engine, RequestedItems baskets, BookingRecords books, HoldJson json,
            BlockedFor closures) {
        this.engine = engine;
        this.baskets = baskets;
        this.search = books.search();
        this.trail = books.trail();
        this.json = json;
        this.closures = closures;
    }

    /// Where blocks are searched and recorded.
    public record BookingRecords(BookingSearch search, AuditTrail trail) {}

    public List<Route> routes() {
        return List.of(
                new Route("POST", "/v1/blocks", Permission.DESK, "block",
                        "Take seats, places or times out of sale.", this::block),
                new Route("GET", "/v1/blocks", Permission.READ, "listBlocks",
                        "The current blocks.", this::list),
                new Route("GET", "/v1/blocks/{id}", Permission.READ, "readBlock",
                        "One block.", this::read),
                new Route("DELETE", "/v1/blocks/{id}", Permission.DESK, "unblock",
                        "End a block: what it blocked is on sale again.", this::unblock));
    }

    private record BlockBody(List<Item> items, String reason) {}

    private Response block(Request request) {
        BlockBody body = request
                .body(fields -> new BlockBody(RequestedItems.items(fields),
                        fields.text("reason", 400)));
        Optional<Hold> before = Recall.of(engine, request);
        if (before.isPresent()) {
            return made(request, before.get());
        }
        var ready = baskets.block(request, body.items());
        BlockOutcome outcome = engine.block(new BlockRequest(
                request.workspace(), ready.claims(), body.reason(), request.key(),
                request.key().map(key -> request.fingerprint())));
        return switch (outcome) {
            case BlockOutcome.Blocked blocked -> {
                if (!blocked.again()) {
                    trail.record(request.workspace(), blocked.block().id(), "block",
                            request.who().name(), Optional.of(body.reason()));
                }
                yield made(request, blocked.block());
            }
            case Refusal refused -> throw Outcomes.problem(refused);
        };
    }

    private Response made(Request request, Hold block) {
        return Response.json(201, out -> json.write(out, request.workspace(), block))
                .header("Location", "/v1/blocks/" + block.id());
    }

    private Response list(Request request) {
        request.onlyQuery("limit", "after");
        int limit = Paging.limit(request);
        BookingSearch.Mark after =
                request.query("after").map(BookingSearch.Mark::read)
                        .orElse(BookingSearch.Mark.FIRST);
        List<BookingSearch.Mark> marks = search.blocks(request.workspace(), after, limit + 1);
        List<BookingSearch.Mark> page = marks.subList(0, Math.min(marks.size(), limit));
        List<Hold> blocks = engine.find(
                request.workspace(), page.stream().map(BookingSearch.Mark::hold).toList())
                .stream().filter(hold -> hold instanceof Hold.Blocked).toList();
        return Response.json(200, out -> {
            out.array("items", blocks,
                    (each, block) -> json.write(each, request.workspace(), block));
            if (marks.size() > limit) {
                out.put("next", page.getLast().text());
            }
        });
    }

    private Optional<Hold> find(String workspace, String id) {
        return engine.find(workspace, id).filter(hold -> hold instanceof Hold.Blocked);
    }

    private Response read(Request request) {
        Hold block = find(request.workspace(), request.path("id"))
                .orElseThrow(() -> Problem.unknown(request.path("id")));
        return Response.json(200, out -> json.write(out, request.workspace(), block));
    }

    private Response unblock(Request request) {
        String id = request.path("id");
        if (find(request.workspace(), id).isPresent()) {
            closures.requireNone(request.workspace(), id);
            trail.record(request.workspace(), id, "unblock", request.who().name(),
                    Optional.empty());
        }
        CancelOutcome outcome = engine.unblock(request.workspace(), id);
        return switch (outcome) {
            case CancelOutcome.Done done -> Response.empty(204);
            case Refusal refused -> throw Outcomes.problem(refused);
        };
    }
}
