package holdfast.server.api;

import holdfast.Holdfast;
import holdfast.Invalid;
import holdfast.Window;
import holdfast.server.access.Right;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Calendar.Special;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Keys;
import holdfast.server.catalog.Stored;
import holdfast.server.checkout.SpecialDays;
import holdfast.server.http.Answer;
import holdfast.server.http.Call;
import holdfast.server.http.Problem;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The days on which a calendar is not as usual: closed, or open after all.
public final class Closures {
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final String PATH = "/v1/calendars/{id}/";

    private final Catalog catalog;
    private final Keys keys;
    private final SpecialDays days;

    public Closures(Holdfast engine, Catalog catalog, Keys keys) {
        this.catalog = catalog;
        this.keys = keys;
        this.days = new SpecialDays(engine, catalog);
    }

    public List<Route> routes() {
        return List.of(
                new Route("POST", PATH + "closures", Right.MANAGE, "closeCalendar",
                        "Close a calendar for a while, unless somebody has a visit then.",
                        this::close),
                new Route("GET", PATH + "closures", Right.READ, "listClosures",
                        "A calendar's closures, by when they begin.",
                        call -> list(call, Calendar.Exceptions::closures)),
                new Route("DELETE", PATH + "closures/{closure}", Right.MANAGE, "deleteClosure",
                        "Open again what was closed.", this::openAgain),
                new Route("POST", PATH + "openings", Right.MANAGE, "openCalendar",
                        "Open a calendar outside its hours.", this::open),
                new Route("GET", PATH + "openings", Right.READ, "listOpenings",
                        "A calendar's openings, by when they begin.",
                        call -> list(call, Calendar.Exceptions::openings)),
                new Route("DELETE", PATH + "openings/{opening}", Right.MANAGE, "deleteOpening",
                        "Take an opening back; visits that were agreed in it stay.",
                        this::closeAgain));
    }

    private Stored<Calendar> find(Call call) {
        String id = call.path("id");
        return catalog.find(call.workspace(), id, Calendar.class)
                .orElseThrow(() -> Problem.unknown(id));
    }

    private SpecialDays.Of of(Call call) {
        return new SpecialDays.Of(call.workspace(), find(call).id(), call.who().name());
    }

    private Answer list(Call call, Function<Calendar.Exceptions, List<Special>> which) {
        call.onlyQuery("limit", "after");
        return Paging.page(call, which.apply(find(call).thing().exceptions()),
                Special::id, (json, each) -> each.write(json));
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
            return new Stretch(new Window(start, end), fields.maybeText("reason", 500));
        }
    }

    private Keys.Claimed.Mine claim(Call call, String prefix, byte[] body) {
        String request = call.route().name() + " " + call.path("id") + " "
                + new String(body, StandardCharsets.UTF_8);
        return switch (keys.claim(call.workspace(), call.key(), request, prefix)) {
            case Keys.Claimed.Reused reused -> throw Outcomes.keyReused(reused.key());
            case Keys.Claimed.Mine mine -> mine;
        };
    }

    private static Stretch stretch(byte[] body) {
        Fields fields = Json.read(body);
        Stretch stretch = fields.make(() -> Stretch.read(fields));
        fields.done();
        return stretch;
    }

    private Answer close(Call call) {
        SpecialDays.Of of = of(call);
        byte[] body = call.bytes();
        Stretch wanted = stretch(body);
        Keys.Claimed.Mine mine = claim(call, "cls_", body);
        return made(days.close(of, wanted.window(), wanted.reason(), mine.id()));
    }

    private Answer open(Call call) {
        SpecialDays.Of of = of(call);
        byte[] body = call.bytes();
        Stretch wanted = stretch(body);
        Keys.Claimed.Mine mine = claim(call, "opn_", body);
        return made(days.open(of, new Special(mine.id(), wanted.window().from(),
                wanted.window().to(), wanted.reason()), mine.again()));
    }

    private static Answer made(SpecialDays.Result result) {
        return switch (result) {
            case SpecialDays.Result.Done done -> Answer.json(201, done.special()::write);
            case SpecialDays.Result.Refused refused ->
                    throw Outcomes.problem(refused.refusal());
        };
    }

    private Answer openAgain(Call call) {
        String closure = call.path("closure");
        return gone(closure, days.openAgain(of(call), closure));
    }

    private Answer closeAgain(Call call) {
        String opening = call.path("opening");
        return gone(opening, days.closeAgain(of(call), opening));
    }

    private static Answer gone(String id, Optional<SpecialDays.Result> result) {
        return switch (result.orElseThrow(() -> Problem.unknown(id))) {
            case SpecialDays.Result.Done done -> Answer.empty(204);
            case SpecialDays.Result.Refused refused ->
                    throw Outcomes.problem(refused.refusal());
        };
    }
}
