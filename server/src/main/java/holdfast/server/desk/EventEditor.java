package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Venue;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes and changes an event.
public final class EventEditor implements DeskSection {
    private static final String NEW = "/desk/events/new";
    private static final String EDIT = "/desk/events/{id}/edit";
    private static final List<String> TEXTS = List.of("name", "description", "timeZone");

    private final Catalog catalog;

    EventEditor(Catalog catalog) {
        this.catalog = catalog;
    }

    /// What the page shows.
    ///
    /// @param id       the event's; empty for a new one
    /// @param warnings what its change means for those who have booked
    public record View(
            DeskForm form, String id, Map<String, String> venues, List<String> currencies,
            List<String> warnings) {
        public String action() {
            return id.isEmpty() ? NEW : EDIT.replace("{id}", id);
        }

        /// The fields that the page shows besides its areas.
        public List<String> shown() {
            return form.complaints().keySet().stream()
                    .filter(name -> (name.startsWith("areas[") && name.contains("]."))
                            || List.of("name", "description", "timeZone", "start", "end", "venue",
                                    "sale.from", "sale.until", "limits.perCustomer")
                                    .contains(name))
                    .toList();
        }
    }

    /// The names of time zones that people know: those of cities.
    public static List<String> zones() {
        return ZoneId.getAvailableZoneIds().stream()
                .filter(zone -> zone.matches(
                        "(Europe|America|Asia|Africa|Australia|Pacific|Atlantic)/.*"))
                .sorted().toList();
    }

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(NEW, "deskNewEvent", "The page for a new event.", DeskPlace.EVENTS,
                        Permission.MANAGE, this::fresh),
                desk.post(NEW, "makeDeskEvent", "Make an event.", DeskPlace.EVENTS,
                        Permission.MANAGE, this::make),
                desk.get(EDIT, "deskEditEvent", "The page for changing an event.",
                        DeskPlace.EVENTS, Permission.MANAGE, this::stored),
                desk.post(EDIT, "saveDeskEvent", "Change an event.", DeskPlace.EVENTS,
                        Permission.MANAGE, this::save));
    }

    private Response fresh(DeskVisit visit) {
        ShopDefaults usual = ShopDefaults.of(catalog, visit.workspace());
        Map<String, String> values = new HashMap<>();
        values.put("timeZone", usual.zone().getId());
        values.put("currency", usual.currency());
        AreaValues.put(values, MissingNode.getInstance(), 1);
        return page(visit, 200, "", DeskForm.of(values), List.of());
    }

    private Response page(
            DeskVisit visit, int status, String id, DeskForm form, List<String> warnings) {
        Map<String, String> venues = new LinkedHashMap<>();
        venues.put("", visit.say("desk.event.venue.none"));
        catalog.all(visit.workspace(), Venue.class).stream().filter(venue -> venue.listed())
                .forEach(venue -> venues.put(venue.id(), venue.entry().name()));
        return visit.page(status, EventEditor.class,
                id.isEmpty() ? visit.say("desk.event.new") : form.value("title"),
                new View(form, id, venues,
                        ShopDefaults.of(catalog, visit.workspace()).currencies(), warnings));
    }

    private static Optional<JsonNode> event(DeskVisit visit) {
        return visit.read(DeskCall.to("readEvent").with("id", visit.id()));
    }

    private Response stored(DeskVisit visit) {
        return event(visit).map(event -> page(visit, 200, visit.id(), values(event), List.of()))
                .orElseGet(visit::missing);
    }

    private DeskForm values(JsonNode event) {
        ZoneId zone = EventValues.zone(event.path("timeZone").asText());
        Map<String, String> values = EventValues.texts(event, "name", "description", "timeZone",
                "venue", "limits.perCustomer", "version");
        values.put("title", event.path("name").asText());
        values.put("start", EventValues.local(event.path("start").asText(), zone));
        values.put("end", EventValues.local(event.path("end").asText(), zone));
        values.put("sale.from", EventValues.local(event.at("/sale/from").asText(), zone));
        values.put("sale.until", EventValues.local(event.at("/sale/until").asText(), zone));
        values.put("currency", currency(event));
        AreaValues.put(values, event.path("areas"), 0);
        return DeskForm.of(values);
    }

    private static String currency(JsonNode event) {
        for (JsonNode found : event.path("areas").findValues("currency")) {
            return found.asText();
        }
        return "EUR";
    }

    private Response make(DeskVisit visit) {
        Form form = visit.form();
        if (form.first("more").isPresent()) {
            return page(visit, 200, "", another(form), List.of());
        }
        AreaValues areas = new AreaValues(form, MissingNode.getInstance(),
                EventValues.first(form, "currency"));
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        fill(event, form, areas);
        event.put("onSale", form.first("publish").isPresent());
        return switch (visit.call(DeskCall.to("createEvent").once(form.must("nonce"))
                .tree(EventValues.fresh(event)))) {
            case DeskAnswer.Done done -> visit.done(
                    "/desk/events/" + done.json().path("id").asText(), "made");
            case DeskAnswer.Refused refused -> page(visit, 400, "",
                    DeskForm.refused(form, refused.about(areas.field(refused.field())),
                            visit.language()),
                    List.of());
        };
    }

    /// The form with one more area, as it is; nothing is saved.
    private static DeskForm another(Form form) {
        DeskForm sent = DeskForm.sent(form);
        String path = "areas[" + sent.parts("areas") + "].";
        return sent.with(path + "slot", "yes").with(path + "tiers[0].slot", "yes")
                .with(path + "tiers[1].slot", "yes");
    }

    private Response save(DeskVisit visit) {
        Form form = visit.form();
        Optional<JsonNode> before = event(visit);
        if (before.isEmpty()) {
            return visit.missing();
        }
        if (form.first("more").isPresent()) {
            return page(visit, 200, visit.id(), another(form), List.of());
        }
        AreaValues areas = new AreaValues(form, before.get().path("areas"),
                EventValues.first(form, "currency"));
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        fill(patch, form, areas);
        List<String> warnings = EventWarnings.of(visit, before.get(), patch);
        if (!warnings.isEmpty() && form.first("confirmed").isEmpty()) {
            return page(visit, 200, visit.id(), DeskForm.sent(form), warnings);
        }
        return switch (visit.call(DeskCall.to("changeEvent").with("id", visit.id())
                .version(form.must("version")).tree(patch))) {
            case DeskAnswer.Done _ -> visit.done("/desk/events/" + visit.id(), "saved");
            case DeskAnswer.Refused refused -> page(visit, 400, visit.id(),
                    DeskForm.refused(form, refused.about(areas.field(refused.field())),
                            visit.language()),
                    List.of());
        };
    }

    private static void fill(ObjectNode event, Form form, AreaValues areas) {
        ZoneId zone = EventValues.zone(EventValues.first(form, "timeZone"));
        for (String field : TEXTS) {
            textOrNull(event, field, EventValues.first(form, field));
        }
        textOrNull(event, "venue", EventValues.first(form, "venue"));
        event.put("start", EventValues.moment(EventValues.first(form, "start"), zone));
        event.put("end", EventValues.moment(EventValues.first(form, "end"), zone));
        ObjectNode sale = event.putObject("sale");
        for (String field : List.of("from", "until")) {
            String typed = EventValues.first(form, "sale." + field);
            textOrNull(sale, field, typed.isEmpty() ? "" : EventValues.moment(typed, zone));
        }
        ObjectNode limits = event.putObject("limits");
        String most = EventValues.first(form, "limits.perCustomer");
        if (most.isEmpty()) {
            limits.putNull("perCustomer");
        } else {
            EventValues.number(limits, "perCustomer", most);
        }
        event.set("areas", areas.json());
    }

    /// An empty field is removed.
    private static void textOrNull(ObjectNode json, String field, String typed) {
        if (typed.isEmpty()) {
            json.putNull(field);
        } else {
            json.put(field, typed);
        }
    }
}
