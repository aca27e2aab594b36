package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import holdfast.HoldfastReads;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Area;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Venue;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One event: what is sold of it, on sale or not, and what was changed by whom.
public final class EventOverview implements DeskSection {
    private static final String PATH = "/desk/events/{id}";
    private static final int VERSIONS = 20;

    private final Catalog catalog;
    private final HoldfastReads engine;

    EventOverview(Catalog catalog, HoldfastReads engine) {
        this.catalog = catalog;
        this.engine = engine;
    }

    /// What the page shows.
    ///
    /// @param state the word of its badge
    public record View(
            String id, String state, boolean listed, boolean manages, boolean door, Facts facts,
            List<Row> areas, Optional<Cancelled> cancelled, List<Change> changes) {}

    /// Where and when.
    public record Facts(String when, String venue, String sale) {}

    /// An area and how much of it is taken.
    ///
    /// @param share the hundredths that are taken
    public record Row(String name, String price, long taken, long capacity, long share) {}

    /// How far the cancellation of its bookings is.
    public record Cancelled(boolean running, long cancelled, long left, long refused,
            List<String> refunds) {}

    /// A version of the event.
    public record Change(String when, String by, boolean listed) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(PATH, "deskEvent", "One event.", DeskPlace.EVENTS, Permission.READ,
                        this::show),
                desk.post(PATH + "/publish", "publishDeskEvent", "Put an event on sale.",
                        DeskPlace.EVENTS, Permission.MANAGE,
                        visit -> change(visit, "offerEvent", "published")),
                desk.post(PATH + "/withdraw", "withdrawDeskEvent", "Take an event off sale.",
                        DeskPlace.EVENTS, Permission.MANAGE,
                        visit -> change(visit, "withdrawEvent", "withdrawn")));
    }

    private Response change(DeskVisit visit, String operation, String done) {
        return switch (visit.call(DeskCall.to(operation).with("id", visit.id()))) {
            case DeskAnswer.Done _ -> visit.done("/desk/events/" + visit.id(), done);
            case DeskAnswer.Refused refused -> visit.refused(refused, "/desk/events/"
                    + visit.id());
        };
    }

    private Response show(DeskVisit visit) {
        Optional<Versioned<Event>> found =
                catalog.find(visit.workspace(), visit.id(), Event.class);
        return found.map(event -> show(visit, event)).orElseGet(visit::missing);
    }

    private Response show(DeskVisit visit, Versioned<Event> event) {
        return visit.page(EventOverview.class, event.entry().name(), new View(event.id(),
                EventsPage.state(event, engine.now()), event.listed(),
                visit.may(Permission.MANAGE), visit.may(Permission.DOOR),
                facts(visit, event.entry()), areas(visit, event),
                visit.read(DeskCall.to("readEventCancellation").with("id", event.id()))
                        .map(json -> cancelled(visit, json)),
                changes(visit, event)));
    }

    private Facts facts(DeskVisit visit, Event event) {
        Event.When when = event.when();
        ZoneId zone = when.zone();
        String sale = when.saleFrom().map(from -> visit.say("desk.event.from",
                visit.language().moment(from.atZone(zone)))).orElse("");
        String until = when.saleUntil().map(end -> visit.say("desk.event.until",
                visit.language().moment(end.atZone(zone)))).orElse("");
        return new Facts(visit.language().moment(when.start().atZoneSameInstant(zone)),
                event.about().venue()
                        .flatMap(id -> catalog.find(visit.workspace(), id, Venue.class))
                        .map(venue -> venue.entry().name()).orElse(""),
                (sale + " " + until).strip());
    }

    private static List<Row> areas(DeskVisit visit, Versioned<Event> event) {
        Map<String, JsonNode> free = new HashMap<>();
        visit.read(DeskCall.to("readFree").with("id", event.id()))
                .map(json -> json.path("areas")).orElse(MissingNode.getInstance())
                .forEach(area -> free.put(area.path("id").asText(), area));
        List<Row> rows = new ArrayList<>();
        for (Area area : event.entry().areas()) {
            JsonNode counts = free.getOrDefault(area.id(), MissingNode.getInstance());
            long capacity = counts.path("capacity").asLong();
            long taken = capacity - counts.path("free").asLong();
            rows.add(new Row(area.card().name(), price(visit, area), taken, capacity,
                    capacity == 0 ? 0 : taken * 100 / capacity));
        }
        return rows;
    }

    private static String price(DeskVisit visit, Area area) {
        return Stream.concat(area.card().price().stream(),
                area.card().tiers().stream().map(Area.Tier::price))
                .min(Comparator.comparingLong(Money::amount))
                .map(least -> area.card().tiers().isEmpty() ? visit.language().money(least)
                        : visit.say("desk.event.least", visit.language().money(least)))
                .orElse(visit.say("desk.event.free"));
    }

    private static Cancelled cancelled(DeskVisit visit, JsonNode json) {
        List<String> refunds = new ArrayList<>();
        for (JsonNode refund : json.path("refunds")) {
            refunds.add(visit.language().money(new Money(
                    refund.at("/amount/amount").asLong(),
                    refund.at("/amount/currency").asText())) + " · "
                    + refund.path("status").asText());
        }
        return new Cancelled(json.path("status").asText().equals("running"),
                json.at("/bookings/cancelled").asLong(), json.at("/bookings/left").asLong(),
                json.at("/bookings/refused").asLong(), refunds);
    }

    private static List<Change> changes(DeskVisit visit, Versioned<Event> event) {
        List<Change> changes = new ArrayList<>();
        for (JsonNode version : visit.read(DeskCall.to("readEventVersions")
                .with("id", event.id())).map(json -> json.path("items"))
                .orElse(MissingNode.getInstance())) {
            changes.add(new Change(visit.language().moment(Instant.parse(
                    version.path("at").asText()).atZone(event.entry().when().zone())),
                    version.path("by").asText(), version.path("onSale").asBoolean()));
        }
        return changes.reversed().stream().limit(VERSIONS).toList();
    }
}
