package holdfast.server.api;

import holdfast.Holdfast;
import holdfast.Invalid;
import holdfast.Window;
import holdfast.server.access.Right;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Calendar.Special;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Stored;
import holdfast.server.checkout.CatalogChanges;
import holdfast.server.checkout.SpecialDays;
import holdfast.server.checkout.SpecialDays.Sort;
import holdfast.server.http.Answer;
import holdfast.server.http.Call;
import holdfast.server.http.Problem;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The days on which a calendar is not as usual: closed, or open after all.
public final class Closures {
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final String PATH = "/v1/calendars/{id}/";

    private final Catalog catalog;
    private final SpecialDays days;

    public Closures(Holdfast engine, Catalog catalog, CatalogChanges changes) {
        this.catalog = catalog;
        this.days = new SpecialDays(engine, catalog, changes);
    }

    public List<Route> routes() {
        return List.of(
                new Route("POST", PATH + "closures", Right.MANAGE, "closeCalendar",
                        "Close a calendar for a while, unless somebody has a visit then.",
                        call -> add(call, Sort.CLOSURE)),
                new Route("GET", PATH + "closures", Right.READ, "listClosures",
                        "A calendar's closures, by when they begin.",
                        call -> list(call, Calendar.Exceptions::closures)),
                new Route("DELETE", PATH + "closures/{closure}", Right.MANAGE, "deleteClosure",
                        "Open again what was closed.",
                        call -> remove(call, Sort.CLOSURE, call.path("closure"))),
                new Route("POST", PATH + "openings", Right.MANAGE, "openCalendar",
                        "Open a calendar outside its hours.", call -> add(call, Sort.OPENING)),
                new Route("GET", PATH + "openings", Right.READ, "listOpenings",
                        "A calendar's openings, by when they begin.",
                        call -> list(call, Calendar.Exceptions::openings)),
                new Route("DELETE", PATH + "openings/{opening}", Right.MANAGE, "deleteOpening",
                        "Take an opening back; visits that were agreed in it stay.",
                        call -> remove(call, Sort.OPENING, call.path("opening"))));
    }

    private Stored<Calendar> find(Call call) {
        String id = call.path("id");
        return catalog.find(call.workspace(), id, Calendar.class)
                .orElseThrow(() -> Problem.unknown(id));
    }

    private Answer list(Call call, Function<Calendar.Exceptions, List<Special>> which) {
        call.onlyQuery("limit", "after");
        return Paging.page(call, which.apply(find(call).thing().exceptions()),
                each -> Place.of(Place.at(each.start()), each.id()),
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
            return new Stretch(fields.named("from", "start", () ->
                    fields.named("to", "end", () -> new Window(start, end))),
                    fields.maybeText("reason", 500));
        }
    }

    private Answer add(Call call, Sort sort) {
        String calendar = find(call).id();
        byte[] body = call.bytes();
        Fields fields = Json.read(body);
        Stretch wanted = fields.make(() -> Stretch.read(fields));
        fields.done();
        return switch (days.add(Changing.request(call, body), calendar, sort, wanted.window(),
                wanted.reason())) {
            case SpecialDays.Result.Done done -> Answer.json(201, done.special()::write);
            case SpecialDays.Result.Unknown unknown -> throw Problem.unknown(unknown.id());
            case SpecialDays.Result.Refused refused -> throw refused(refused);
        };
    }

    private Answer remove(Call call, Sort sort, String id) {
        return switch (days.remove(Changing.request(call), find(call).id(), sort, id)) {
            case SpecialDays.Result.Done done -> Answer.empty(204);
            case SpecialDays.Result.Unknown unknown -> throw Problem.unknown(unknown.id());
            case SpecialDays.Result.Refused refused -> throw refused(refused);
        };
    }

    private static IllegalStateException refused(SpecialDays.Result.Refused refused) {
        Changing.done(refused.why());
        return new IllegalStateException("not a refusal: " + refused.why());
    }
}
