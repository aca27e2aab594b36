package holdfast.server.desk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Catalog;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import java.util.List;
import java.util.Map;

/// A short form for a shop's first appointments: with whom, when, for how long and for how much.
public final class FirstService implements DeskSection {
    private static final String PATH = "/desk/start/appointments";
    private static final List<String> WORKDAYS = List.of("mon", "tue", "wed", "thu", "fri");
    private static final String NONCE = "nonce";

    private final Catalog catalog;

    FirstService(Catalog catalog) {
        this.catalog = catalog;
    }

    /// What the page shows.
    public record View(DeskForm form, String currency) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(PATH, "deskFirstService", "The page for first appointments.",
                        DeskPlace.NOWHERE, Permission.MANAGE, visit -> page(visit, 200,
                                DeskForm.of(Map.of("duration", "60", "from", "09:00",
                                        "until", "17:00")))),
                desk.post(PATH, "makeDeskFirstService", "Offer first appointments.",
                        DeskPlace.NOWHERE, Permission.MANAGE, this::make));
    }

    private Response page(DeskVisit visit, int status, DeskForm form) {
        return visit.page(status, FirstService.class, visit.say("desk.start.appointments"),
                new View(form, ShopDefaults.of(catalog, visit.workspace()).currency()));
    }

    /// The person first, then what they offer. When the form is sent again after the second step
    /// was refused, the first one is answered by its idempotency key.
    private Response make(DeskVisit visit) {
        Form form = visit.form();
        ShopDefaults usual = ShopDefaults.of(catalog, visit.workspace());
        DeskAnswer person = visit.call(DeskCall.to("createCalendar")
                .once(form.must(NONCE) + "-who").tree(person(form, usual)));
        if (person instanceof DeskAnswer.Refused refused) {
            return again(visit, refused.about(refused.field().startsWith("hours") ? "from"
                    : refused.field().equals("name") ? "who" : refused.field()));
        }
        String calendar = ((DeskAnswer.Done) person).json().path("id").asText();
        return switch (visit.call(DeskCall.to("createService").once(form.must(NONCE))
                .tree(service(form, usual, calendar)))) {
            case DeskAnswer.Done done -> visit.done("/desk/start/done?service="
                    + done.json().path("id").asText(), "onSale");
            case DeskAnswer.Refused refused -> again(visit,
                    refused.about(refused.field().replaceFirst("\\..*", "")));
        };
    }

    private Response again(DeskVisit visit, DeskAnswer.Refused refused) {
        return page(visit, 400, DeskForm.refused(visit.form(), refused, visit.language()));
    }

    private static ObjectNode person(Form form, ShopDefaults usual) {
        ObjectNode person = JsonNodeFactory.instance.objectNode();
        person.put("name", EventValues.first(form, "who"))
                .put("timeZone", usual.zone().getId());
        ObjectNode hours = person.putObject("hours");
        for (String day : WORKDAYS) {
            ArrayNode span = hours.putArray(day).addArray();
            span.add(EventValues.first(form, "from")).add(EventValues.first(form, "until"));
        }
        return person;
    }

    private static ObjectNode service(Form form, ShopDefaults usual, String calendar) {
        ObjectNode service = JsonNodeFactory.instance.objectNode();
        String minutes = EventValues.first(form, "duration");
        service.put("name", EventValues.first(form, "name")).put("duration",
                minutes.matches("[0-9]{1,4}") ? "PT" + minutes + "M" : minutes);
        String price = EventValues.first(form, "price");
        if (!price.isEmpty()) {
            service.set("price", EventValues.price(price, usual.currency()));
        }
        service.putArray("needs").addObject().putArray("anyOf").add(calendar);
        return service;
    }
}
