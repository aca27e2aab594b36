package holdfast.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.Invalid;
import holdfast.server.auth.Permission;
import holdfast.server.booking.CatalogChanges;
import holdfast.server.booking.CatalogChanges.Plan;
import holdfast.server.booking.ChangeResult;
import holdfast.server.booking.DescribedInventories;
import holdfast.server.booking.EventReferences;
import holdfast.server.catalog.Area;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.Draft;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.RandomIds;
import holdfast.server.catalog.SeatNames;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.server.json.Merge;
import holdfast.server.json.Texts;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Events: create, change, copy, withdraw.
public final class Events {
    private static final int MOST_COPIES = 400;
    private static final long MOST_SEATS = 400_000;

    private final Catalog catalog;
    private final CatalogChanges changes;
    private final DescribedInventories listings;

    public Events(Catalog catalog, CatalogChanges changes) {
        this.catalog = catalog;
        this.changes = changes;
        this.listings = new DescribedInventories(catalog);
    }

    public List<Route> routes() {
        return List.of(
                new Route("POST", "/v1/events", Permission.MANAGE, "createEvent",
                        "Put an event on sale.", this::create),
                new Route("GET", "/v1/events", Permission.BUY, "listEvents",
                        "The events, by start.", this::list),
                new Route("GET", "/v1/events/{id}", Permission.BUY, "readEvent",
                        "One event.", this::read),
                new Route("PATCH", "/v1/events/{id}", Permission.MANAGE, "changeEvent",
                        "Change some of an event's fields.", this::change),
                new Route("DELETE", "/v1/events/{id}", Permission.MANAGE, "withdrawEvent",
                        "Withdraw an event; its holds and bookings stay.", this::withdraw),
                new Route("POST", "/v1/events/{id}/offer", Permission.MANAGE, "offerEvent",
                        "Put a withdrawn event on sale again.", this::offer),
                new Route("POST", "/v1/events/{id}/copies", Permission.MANAGE, "copyEvent",
                        "Repeat an event at other times.", this::copies),
                new Route("GET", "/v1/events/{id}/versions", Permission.READ, "readEventVersions",
                        "The versions of an event: author and time.", this::versions));
    }

    private Response create(Request request) {
        byte[] body = request.bytes();
        Fields fields = Json.read(body);
        Event event = fields.make(() -> Event.read(fields));
        boolean onSale = fields.flag("onSale", true);
        fields.done();
        SeatNames.check(event);
        String id = RandomIds.next(CatalogEntry.Kind.EVENT.prefix());
        ChangeResult result = changes.change(CatalogRequests.request(request, body),
                () -> new Plan.Write(Draft.of(id, checked(request, event)).listed(onSale)));
        Versioned<Event> made = CatalogRequests.done(result).only(Event.class);
        return shown(201, made).header("Location", "/v1/events/" + made.id());
    }

    private Event checked(Request request, Event event) {
        return new EventReferences(catalog, request.workspace()).checked(event);
    }

    private static Response shown(int status, Versioned<Event> event) {
        return Response.json(status, json -> write(json, event)).header("ETag", event.tag());
    }

    static void write(Json json, Versioned<Event> event) {
        json.put("id", event.id()).put("version", event.version())
                .put("onSale", event.listed());
        event.entry().write(json);
    }

    private Versioned<Event> find(Request request) {
        return catalog.find(request.workspace(), request.path("id"), Event.class)
                .orElseThrow(() -> Problem.unknown(request.path("id")));
    }

    private Response read(Request request) {
        request.onlyQuery();
        Versioned<Event> event = find(request);
        return request.has(event.tag()) ? Response.empty(304).header("ETag", event.tag())
                : shown(200, event);
    }

    private Response list(Request request) {
        request.onlyQuery("limit", "after", "from", "until", "series");
        Optional<OffsetDateTime> from =
                request.query("from").map(text -> Texts.moment("from", text));
        Optional<OffsetDateTime> until =
                request.query("until").map(text -> Texts.moment("until", text));
        Optional<String> series = request.query("series");
        boolean all = request.who().may(Permission.READ);
        List<Versioned<Event>> events = catalog.all(request.workspace(), Event.class).stream()
                .filter(event -> all || event.listed())
                .filter(event -> from.map(moment -> !event.entry().when().start().toInstant()
                        .isBefore(moment.toInstant())).orElse(true))
                .filter(event -> until.map(moment -> event.entry().when().start().toInstant()
                        .isBefore(moment.toInstant())).orElse(true))
                .filter(event -> series
                        .map(word -> event.entry().about().series().equals(Optional.of(word)))
                        .orElse(true))
                .toList();
        return Paging.page(request, events, event -> PageMark.of(
                PageMark.at(event.entry().when().start().toInstant()), event.id()), Events::write);
    }

    private Response change(Request request) {
        JsonNode patch = Json.tree(request.bytes());
        ChangeResult result = changes.change(CatalogRequests.request(request), () -> {
            long version = request.ifMatch(() -> find(request).version());
            Versioned<Event> seen = find(request);
            return seen.version() == version
                    ? new Plan.Write(Draft.after(seen, changed(request, seen.entry(), patch)))
                    : new Plan.Stale(seen.version());
        });
        return shown(200, CatalogRequests.done(result).only(Event.class));
    }

    /// An event keeps its chart's version, unless the patch names another version or chart.
    private Event changed(Request request, Event before, JsonNode patch) {
        Fields fields = Merge.onto(before::write, patch);
        Event event = fields.make(() -> Event.read(fields));
        fields.done();
        SeatNames.check(event);
        boolean otherChart = !event.chart().map(Event.ChartVersion::id)
                .equals(before.chart().map(Event.ChartVersion::id));
        return checked(request, otherChart && !patch.has("chartVersion")
                ? event.with(event.chart()
                        .map(chart -> new Event.ChartVersion(chart.id(), Optional.empty())))
                : event);
    }

    private Response withdraw(Request request) {
        CatalogRequests.done(changes.change(CatalogRequests.request(request),
                () -> CatalogRequests.listed(find(request),
                        request.maybeIfMatch(() -> find(request).version()),
                        false)));
        return Response.empty(204);
    }

    private Response offer(Request request) {
        byte[] body = request.bytes();
        ChangeResult result = changes.change(CatalogRequests.request(request, body),
                () -> CatalogRequests.listed(find(request), Optional.empty(), true));
        return shown(200, CatalogRequests.done(result).only(Event.class));
    }

    /// Copies of an event at other starts, with the same duration and series. All are made, or
    /// none.
    private Response copies(Request request) {
        byte[] body = request.bytes();
        Fields fields = Json.read(body);
        List<OffsetDateTime> starts = fields.each("starts", MOST_COPIES,
                (found, name) -> Texts.moment(name, Texts.text(name, found, 60)));
        fields.done();
        if (starts.isEmpty()) {
            throw new Invalid("starts", "must have at least one entry");
        }
        List<String> ids = starts.stream()
                .map(start -> RandomIds.next(CatalogEntry.Kind.EVENT.prefix())).toList();
        ChangeResult result = changes.change(CatalogRequests.request(request, body),
                () -> new Plan.Write(copies(request, find(request), starts, ids)));
        List<Versioned<Event>> made = CatalogRequests.done(result).things().stream()
                .map(each -> each.as(Event.class)).toList();
        return Response.json(201, json -> json.array("items", made, Events::write));
    }

    private List<Draft> copies(
            Request request, Versioned<Event> seen, List<OffsetDateTime> starts, List<String> ids) {
        Event event = checked(request, seen.entry());
        long seats = event.areas().stream().filter(Area.Seats.class::isInstance)
                .mapToLong(area -> listings.seats(request.workspace(), event, area)).sum();
        if (seats * starts.size() > MOST_SEATS) {
            throw new Invalid("starts", "would make " + seats * starts.size()
                    + " seats at once; at most " + MOST_SEATS + " can be made in one request");
        }
        List<Draft> all = new ArrayList<>();
        for (int at = 0; at < starts.size(); at++) {
            try {
                all.add(Draft.of(ids.get(at), moved(seen, starts.get(at))).checked());
            } catch (Invalid wrong) {
                throw new Invalid("starts[" + at + "]", "makes an event whose "
                        + wrong.getMessage());
            }
        }
        return all;
    }

    private static Event moved(Versioned<Event> seen, OffsetDateTime start) {
        Event event = seen.entry();
        Event.When when = event.when();
        Duration length = Duration.between(when.start(), when.end());
        Event.About about = event.about();
        OffsetDateTime end = start.plus(length).atZoneSameInstant(when.zone()).toOffsetDateTime();
        return new Event(
                new Event.About(about.name(), about.description(), about.venue(),
                        about.series().or(() -> Optional.of(seen.id())),
                        about.facts().moved(when.start(), start), about.shown()),
                new Event.When(start, end, when.zone(), when.saleFrom(), Optional.empty()),
                event.areas(), event.limits(), event.chart(), event.terms());
    }

    private Response versions(Request request) {
        Versioned<Event> event = find(request);
        List<Versioned<CatalogEntry>> versions = catalog.versions(request.workspace(), event.id());
        return Paging.page(request, versions, each -> PageMark.of(PageMark.number(each.version())),
                (json, each) -> {
                    json.put("version", each.version()).put("at", each.at().toString())
                            .put("by", each.author()).put("onSale", each.listed());
                    json.object("event", each.entry()::write);
                });
    }
}
