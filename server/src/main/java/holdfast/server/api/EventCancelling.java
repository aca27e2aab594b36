package holdfast.server.api;

import holdfast.server.auth.Permission;
import holdfast.server.booking.CatalogChanges;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import holdfast.server.payment.EventCancellation;
import holdfast.server.payment.EventCancellations;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Cancels an event: takes it off sale, cancels its bookings and refunds them.
public final class EventCancelling {
    private final Catalog catalog;
    private final CatalogChanges changes;
    private final EventCancellations cancellations;

    public EventCancelling(
            Catalog catalog, CatalogChanges changes, EventCancellations cancellations) {
        this.catalog = catalog;
        this.changes = changes;
        this.cancellations = cancellations;
    }

    public List<Route> routes() {
        return List.of(
                new Route("POST", "/v1/events/{id}/cancel", Permission.MANAGE, "cancelEvent",
                        "Cancel an event: take it off sale, cancel all its bookings, refund them.",
                        this::cancel),
                new Route("GET", "/v1/events/{id}/cancellation", Permission.READ,
                        "readEventCancellation",
                        "How far the cancellation of an event's bookings is.", this::read));
    }

    private Versioned<Event> find(Request request) {
        return catalog.find(request.workspace(), request.path("id"), Event.class)
                .orElseThrow(() -> Problem.unknown(request.path("id")));
    }

    private Response cancel(Request request) {
        EventCancellation.Wish wish = request.maybeBody(fields -> new EventCancellation.Wish(
                fields.flag("refund", true), fields.maybeText("reason", 500),
                fields.maybeText("message", 500), request.who().name()));
        Versioned<Event> event = find(request);
        CatalogRequests.done(changes.change(CatalogRequests.request(request),
                () -> CatalogRequests.listed(find(request), Optional.empty(), false)));
        return shown(202, cancellations.begin(request.workspace(), event.id(), wish,
                event.entry().when().end().toInstant()));
    }

    private Response read(Request request) {
        return shown(200, cancellations.find(request.workspace(), request.path("id"))
                .orElseThrow(() -> Problem.unknown(request.path("id"))));
    }

    private static Response shown(int status, EventCancellation found) {
        return Response.json(status, json -> write(json, found));
    }

    private static void write(Json json, EventCancellation found) {
        json.put("event", found.event()).put("status", found.running() ? "running" : "done")
                .put("refund", found.wish().refund()).put("reason", found.wish().reason())
                .put("message", found.wish().message())
                .put("by", found.wish().by()).put("askedAt", found.askedAt().toString())
                .put("doneAt", found.doneAt().map(Instant::toString))
                .object("bookings", counts -> counts
                        .put("cancelled", found.bookings().cancelled()).put("left", found.left())
                        .put("reduced", found.bookings().reduced())
                        .put("refused", found.bookings().refused()))
                .array("refunds", found.refunds(), (refund, each) -> refund
                        .put("status", each.state()).put("count", each.count())
                        .object("amount", each.amount()::write));
    }
}
