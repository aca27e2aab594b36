package holdfast.server.api;

import holdfast.HoldfastReads;
import holdfast.Invalid;
import holdfast.Window;
import holdfast.server.auth.Permission;
import holdfast.server.booking.CatalogChanges;
import holdfast.server.booking.SpecialDays;
import holdfast.server.booking.SpecialDays.Sort;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Calendar.Special;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A calendar's exceptions: closures and additional openings.
public final class Closures {
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final String PATH = "/v1/calendars/{id}/";

    private final Catalog catalog;
    private final SpecialDays days;

    public Closures(HoldfastReads engine, Catalog catalog, CatalogChanges changes) {
        this.catalog = catalog;
        this.days = new SpecialDays(engine, catalog, changes);
    }

    public List<Route> routes() {
        return List.of(
                new Route("POST", PATH + "closures", Permission.MANAGE, "closeCalendar",
                        "Close a calendar for a time, unless there are visits in it.",
                        request -> add(request, Sort.CLOSURE)),
                new Route("GET", PATH + "closures", Permission.READ, "listClosures",
                        "A calendar's closures, by start.",
                        request -> list(request, Calendar.Exceptions::closures)),
                new Route("DELETE", PATH + "closures/{closure}", Permission.MANAGE, "deleteClosure",
                        "End a closure.",
                        request -> remove(request, Sort.CLOSURE, request.path("closure"))),
                new Route("POST", PATH + "openings", Permission.MANAGE, "openCalendar",
                        "Open a calendar outside its hours.",
                        request -> add(request, Sort.OPENING)),
                new Route("GET", PATH + "openings", Permission.READ, "listOpenings",
                        "A calendar's openings, by start.",
                        request -> list(request, Calendar.Exceptions::openings)),
                new Route("DELETE", PATH + "openings/{opening}", Permission.MANAGE, "deleteOpening",
                        "Remove an opening; visits that are held or booked in it stay.",
                        request -> remove(request, Sort.OPENING, request.path("opening"))));
    }

    private Versioned<Calendar> find(Request request) {
        String id = request.path("id");
        return catalog.find(request.workspace(), id, Calendar.class)
                .orElseThrow(() -> Problem.unknown(id));
    }

    private Response list(Request request, Function<Calendar.Exceptions, List<Special>> which) {
        request.onlyQuery("limit", "after");
        return Paging.page(request, which.apply(find(request).entry().exceptions()),
                each -> PageMark.of(PageMark.at(each.start()), each.id()),
                (json, each) -> each.write(json));
    }

    private record Stretch(Window window, Optional<String> reason) {
        static Stretch read(Fields fields) {
            var start = fields.instant("start");
            var end = fields.instant("end");
            if (!start.isBefore(end)) {
                throw new Invalid("end", "must be after start");
            }
            if (Duration.between(start, end).compareTo(LONGEST) > 0) {
                throw new Invalid("end", "must be at most 366 days after start");
            }
            return new Stretch(
                    fields.named("from", "start",
                            () -> fields.named("to", "end", () -> new Window(start, end))),
                    fields.maybeText("reason", 500));
        }
    }

    private Response add(Request request, Sort sort) {
        String calendar = find(request).id();
        byte[] body = request.bytes();
        Fields fields = Json.read(body);
        Stretch wanted = fields.make(() -> Stretch.read(fields));
        fields.done();
        return switch (days.add(CatalogRequests.request(request, body), calendar, sort,
                wanted.window(),
                wanted.reason())) {
            case SpecialDays.Result.Done done -> Response.json(201, done.special()::write);
            case SpecialDays.Result.Unknown unknown -> throw Problem.unknown(unknown.id());
            case SpecialDays.Result.Refused refused -> throw refused(refused);
        };
    }

    private Response remove(Request request, Sort sort, String id) {
        return switch (days.remove(CatalogRequests.request(request), find(request).id(), sort,
                id)) {
            case SpecialDays.Result.Done done -> Response.empty(204);
            case SpecialDays.Result.Unknown unknown -> throw Problem.unknown(unknown.id());
            case SpecialDays.Result.Refused refused -> throw refused(refused);
        };
    }

    private static IllegalStateException refused(SpecialDays.Result.Refused refused) {
        CatalogRequests.done(refused.why());
        return new IllegalStateException("not a refusal: " + refused.why());
    }
}
