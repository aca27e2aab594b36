package holdfast.server.desk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Catalog;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;

/// A short form for a shop's first event: what, when, how many and for how much.
public final class FirstEvent implements DeskSection {
    private static final String PATH = "/desk/start/tickets";
    private static final int HOURS = 2;

    private final Catalog catalog;

    FirstEvent(Catalog catalog) {
        this.catalog = catalog;
    }

    /// What the page shows.
    ///
    /// @param then `both` if appointments come next
    public record View(DeskForm form, String currency, String zone, String then) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(PATH, "deskFirstEvent", "The page for a first event.",
                        DeskPlace.NOWHERE, Permission.MANAGE, visit -> page(visit, 200,
                                DeskForm.of(Map.of("places", "100")),
                                visit.request().query("then").orElse(""))),
                desk.post(PATH, "makeDeskFirstEvent", "Put a first event on sale.",
                        DeskPlace.NOWHERE, Permission.MANAGE, this::make));
    }

    private Response page(DeskVisit visit, int status, DeskForm form, String then) {
        ShopDefaults usual = ShopDefaults.of(catalog, visit.workspace());
        return visit.page(status, FirstEvent.class, visit.say("desk.start.tickets"),
                new View(form, usual.currency(), usual.zone().getId(), then));
    }

    private Response make(DeskVisit visit) {
        Form form = visit.form();
        String then = EventValues.first(form, "then");
        DeskAnswer answer = visit.call(DeskCall.to("createEvent").once(form.must("nonce"))
                .tree(event(visit)));
        return switch (answer) {
            case DeskAnswer.Done done -> then.equals(FirstOffer.BOTH)
                    ? visit.done("/desk/start/appointments", "onSale")
                    : visit.done("/desk/start/done?event="
                            + done.json().path("id").asText(), "onSale");
            case DeskAnswer.Refused refused -> page(visit, 400, DeskForm.refused(form,
                    refused.about(field(refused.field())), visit.language()), then);
        };
    }

    private ObjectNode event(DeskVisit visit) {
        Form form = visit.form();
        ShopDefaults usual = ShopDefaults.of(catalog, visit.workspace());
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("name", EventValues.first(form, "name"));
        event.put("timeZone", usual.zone().getId());
        String start = EventValues.first(form, "start");
        event.put("start", EventValues.moment(start, usual.zone()));
        event.put("end", EventValues.moment(later(start), usual.zone()));
        ObjectNode area = event.putArray("areas").addObject();
        boolean seats = EventValues.first(form, "kind").equals("seats");
        area.put("id", seats ? "hall" : "floor").put("kind", seats ? "seats" : "capacity")
                .put("name", visit.say(seats ? "desk.start.hall" : "desk.start.floor"));
        if (seats) {
            AreaValues.rows(area, EventValues.first(form, "rows"),
                    EventValues.first(form, "seatsPerRow"));
        } else {
            EventValues.number(area, "capacity", EventValues.first(form, "places"));
        }
        String price = EventValues.first(form, "price");
        if (!price.isEmpty()) {
            area.set("price", EventValues.price(price, usual.currency()));
        }
        return event.put("onSale", true);
    }

    private static String later(String start) {
        try {
            return LocalDateTime.parse(start).plusHours(HOURS).toString();
        } catch (DateTimeException odd) {
            return start;
        }
    }

    /// The form's field for one of the API.
    private static String field(String field) {
        return field.contains("capacity") ? "places"
                : field.contains("rows") ? "rows"
                        : field.contains("price") ? "price" : field;
    }
}
