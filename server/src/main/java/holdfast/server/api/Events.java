package holdfast.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.access.Right;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Keys;
import holdfast.server.catalog.Stored;
import holdfast.server.catalog.Thing;
import holdfast.server.checkout.Offers;
import holdfast.server.http.Answer;
import holdfast.server.http.Call;
import holdfast.server.http.Problem;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.server.json.Merge;
import holdfast.server.json.Texts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Events: put on sale, changed, repeated, withdrawn.
public final class Events {
    private static final int MOST_COPIES = 400;

    private final Catalog catalog;
    private final Keys keys;
    private final Offers offers;

    public Events(Catalog catalog, Keys keys, Offers offers) {
        this.catalog = catalog;
        this.keys = keys;
        this.offers = offers;
    }

    public List<Route> routes() {
        return List.of(
                new Route("POST", "/v1/events", Right.MANAGE, "createEvent",
                        "Put an event on sale.", this::create),
                new Route("GET", "/v1/events", Right.BUY, "listEvents",
                        "The events, by when they start.", this::list),
                new Route("GET", "/v1/events/{id}", Right.BUY, "readEvent",
                        "One event.", this::read),
                new Route("PATCH", "/v1/events/{id}", Right.MANAGE, "changeEvent",
                        "Change some of an event's fields.", this::change),
                new Route("DELETE", "/v1/events/{id}", Right.MANAGE, "withdrawEvent",
                        "Take an event off sale; what is held or booked stays.", this::withdraw),
                new Route("POST", "/v1/events/{id}/offer", Right.MANAGE, "offerEvent",
                        "Put a withdrawn event on sale again.", this::offer),
                new Route("POST", "/v1/events/{id}/copies", Right.MANAGE, "copyEvent",
                        "Repeat an event at other times.", this::copies),
                new Route("GET", "/v1/events/{id}/versions", Right.READ, "readEventVersions",
                        "Who changed an event, and when.", this::versions));
    }

    private Answer create(Call call) {
        byte[] body = call.bytes();
        Fields fields = Json.read(body);
        Event event = fields.make(() -> Event.read(fields));
        fields.done();
        Stored<Event> made = make(call, call.key(),
                "createEvent " + new String(body, StandardCharsets.UTF_8), event);
        return shown(201, made).header("Location", "/v1/events/" + made.id());
    }

    private Stored<Event> make(
            Call call, Optional<String> key, String request, Event event) {
        return switch (keys.claim(call.workspace(), key, request, Thing.Kind.EVENT.prefix())) {
            case Keys.Claimed.Reused reused -> throw Outcomes.keyReused(reused.key());
            case Keys.Claimed.Mine mine -> done(offers.create(
                    call.workspace(), mine.id(), event, call.who().name()));
        };
    }

    private static Stored<Event> done(Offers.Result result) {
        return switch (result) {
            case Offers.Result.Done done -> done.event();
            case Offers.Result.Refused refused -> throw Outcomes.problem(refused.refusal());
            case Offers.Result.Stale stale -> throw Outcomes.stale(stale.version());
            case Offers.Result.HallTaken taken -> throw new Problem(409, "inTheWay",
                    "The hall is taken",
                    "At that time it has " + String.join(", ", taken.events()) + ".",
                    json -> json.texts("events", taken.events()));
            case Offers.Result.OtherKind other -> throw new Problem(409, "otherKind",
                    "A pool never moves",
                    other.inventory() + " lies elsewhere; give the area or tier another id.",
                    json -> json.put("inventory", other.inventory()));
        };
    }

    private static Answer shown(int status, Stored<Event> event) {
        return Answer.json(status, json -> write(json, event)).header("ETag", event.tag());
    }

    static void write(Json json, Stored<Event> event) {
        json.put("id", event.id()).put("version", event.version())
                .put("onSale", event.listed());
        event.thing().write(json);
    }

    private Stored<Event> find(Call call) {
        return catalog.find(call.workspace(), call.path("id"), Event.class)
                .orElseThrow(() -> Problem.unknown(call.path("id")));
    }

    private Answer read(Call call) {
        call.onlyQuery();
        Stored<Event> event = find(call);
        return call.has(event.tag()) ? Answer.empty(304).header("ETag", event.tag())
                : shown(200, event);
    }

    private Answer list(Call call) {
        call.onlyQuery("limit", "after", "from", "until", "series");
        Optional<OffsetDateTime> from =
                call.query("from").map(text -> Texts.moment("from", text));
        Optional<OffsetDateTime> until =
                call.query("until").map(text -> Texts.moment("until", text));
        Optional<String> series = call.query("series");
        boolean all = call.who().may(Right.READ);
        List<Stored<Event>> events = catalog.all(call.workspace(), Event.class).stream()
                .filter(event -> all || event.listed())
                .filter(event -> from.map(moment -> !event.thing().when().start().toInstant()
                        .isBefore(moment.toInstant())).orElse(true))
                .filter(event -> until.map(moment -> event.thing().when().start().toInstant()
                        .isBefore(moment.toInstant())).orElse(true))
                .filter(event -> series.map(word ->
                        event.thing().about().series().equals(Optional.of(word))).orElse(true))
                .sorted(Comparator.comparing((Stored<Event> event) ->
                        event.thing().when().start().toInstant()).thenComparing(Stored::id))
                .toList();
        return Paging.page(call, events, Stored::id, Events::write);
    }

    private Answer change(Call call) {
        long version = call.ifMatch(() -> find(call).version());
        Stored<Event> seen = find(call);
        JsonNode patch = Json.tree(call.bytes());
        if (seen.version() != version) {
            // Another node may have written it just now.
            catalog.refresh();
            seen = find(call);
        }
        if (seen.version() != version) {
            throw Outcomes.stale(seen.version());
        }
        Fields fields = Merge.onto(seen.thing()::write, patch);
        Event event = fields.make(() -> Event.read(fields));
        fields.done();
        return shown(200, done(offers.change(
                call.workspace(), seen, event, call.who().name())));
    }

    private Answer withdraw(Call call) {
        Stored<Event> seen = find(call);
        call.maybeIfMatch(seen::version)
                .filter(version -> version != seen.version()).ifPresent(version -> {
            throw Outcomes.stale(seen.version());
        });
        if (seen.listed()) {
            done(offers.list(call.workspace(), seen, false, call.who().name()));
        }
        return Answer.empty(204);
    }

    private Answer offer(Call call) {
        Stored<Event> seen = find(call);
        return shown(200, seen.listed() ? seen
                : done(offers.list(call.workspace(), seen, true, call.who().name())));
    }

    /// As long as the first one, at each of these starts; all carry the same series.
    private Answer copies(Call call) {
        Stored<Event> seen = find(call);
        byte[] body = call.bytes();
        Fields fields = Json.read(body);
        List<OffsetDateTime> starts = fields.each("starts", MOST_COPIES, (found, name) ->
                Texts.moment(name, Texts.text(name, found, 60)));
        fields.done();
        if (starts.isEmpty()) {
            throw new holdfast.Invalid("starts", "must have at least one entry");
        }
        String request = "copyEvent " + seen.id() + " "
                + new String(body, StandardCharsets.UTF_8);
        List<Stored<Event>> made = new ArrayList<>();
        for (int at = 0; at < starts.size(); at++) {
            int number = at;
            made.add(make(call, call.key().map(key -> key + "#" + number),
                    request + number, moved(seen, starts.get(at))));
        }
        return Answer.json(201, json -> json.array("items", made, Events::write));
    }

    private static Event moved(Stored<Event> seen, OffsetDateTime start) {
        Event event = seen.thing();
        Event.When when = event.when();
        Duration length = Duration.between(when.start(), when.end());
        Event.About about = event.about();
        OffsetDateTime end = start.plus(length).atZoneSameInstant(when.zone()).toOffsetDateTime();
        return new Event(
                new Event.About(about.name(), about.description(), about.venue(),
                        about.series().or(() -> Optional.of(seen.id()))),
                new Event.When(start, end, when.zone(), when.saleFrom(), Optional.empty()),
                event.areas(), event.limits(), event.chart());
    }

    private Answer versions(Call call) {
        Stored<Event> event = find(call);
        List<Stored<Thing>> versions = catalog.versions(call.workspace(), event.id());
        return Paging.page(call, versions, Stored::tag, (json, each) -> {
            json.put("version", each.version()).put("at", each.at().toString())
                    .put("by", each.author()).put("onSale", each.listed());
            json.object("event", each.thing()::write);
        });
    }
}
