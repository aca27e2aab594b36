package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes and changes a service. Its needs are groups: one calendar of each is booked together.
public final class ServiceEditor implements DeskSection {
    private static final String NEW = "/desk/services/new";
    private static final String EDIT = "/desk/services/{id}/edit";
    private static final List<String> MINUTES =
            List.of("duration", "bufferBefore", "bufferAfter", "step", "notice");
    private static final int GROUPS = 3;

    private final Catalog catalog;

    ServiceEditor(Catalog catalog) {
        this.catalog = catalog;
    }

    /// What the page shows.
    ///
    /// @param id the service's; empty for a new one
    public record View(
            DeskForm form, String id, Map<String, String> calendars, List<String> currencies) {
        public String action() {
            return id.isEmpty() ? NEW : EDIT.replace("{id}", id);
        }

        public int groups() {
            return GROUPS;
        }

        public boolean needs(int group, String calendar) {
            return form.values().getOrDefault("needs[" + group + "].anyOf", List.of())
                    .contains(calendar);
        }
    }

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(NEW, "deskNewService", "The page for a new service.",
                        DeskPlace.SERVICES, Permission.MANAGE, this::fresh),
                desk.post(NEW, "makeDeskService", "Make a service.", DeskPlace.SERVICES,
                        Permission.MANAGE, this::make),
                desk.get(EDIT, "deskEditService", "The page for changing a service.",
                        DeskPlace.SERVICES, Permission.MANAGE, this::stored),
                desk.post(EDIT, "saveDeskService", "Change a service.", DeskPlace.SERVICES,
                        Permission.MANAGE, this::save));
    }

    private Response fresh(DeskVisit visit) {
        return page(visit, 200, "", DeskForm.of(Map.of("duration", "60", "bufferBefore", "0",
                "bufferAfter", "0", "step", "15", "notice", "120", "horizon", "90", "currency",
                ShopDefaults.of(catalog, visit.workspace()).currency())));
    }

    private Response page(DeskVisit visit, int status, String id, DeskForm form) {
        Map<String, String> calendars = new LinkedHashMap<>();
        catalog.all(visit.workspace(), Calendar.class)
                .forEach(each -> calendars.put(each.id(), each.entry().name()));
        return visit.page(status, ServiceEditor.class,
                id.isEmpty() ? visit.say("desk.service.new") : form.value("title"),
                new View(form, id, calendars,
                        ShopDefaults.of(catalog, visit.workspace()).currencies()));
    }

    private Response stored(DeskVisit visit) {
        return visit.read(DeskCall.to("readService").with("id", visit.id()))
                .map(service -> page(visit, 200, visit.id(), values(service)))
                .orElseGet(visit::missing);
    }

    private static DeskForm values(JsonNode service) {
        Map<String, List<String>> all = new HashMap<>();
        EventValues.texts(service, "name", "description", "version")
                .forEach((name, value) -> all.put(name, List.of(value)));
        all.put("title", List.of(service.path("name").asText()));
        for (String field : MINUTES) {
            all.put(field, List.of(Long.toString(
                    Duration.parse(service.path(field).asText("PT0S")).toMinutes())));
        }
        all.put("horizon", List.of(Long.toString(
                Duration.parse(service.path("horizon").asText("PT0S")).toDays())));
        all.put("price.amount", List.of(EventValues.amount(service.path("price"))));
        all.put("currency", List.of(service.at("/price/currency").asText("EUR")));
        all.put("taxRate", List.of(EventValues.percent(service.path("taxRate"))));
        int group = 0;
        for (JsonNode need : service.path("needs")) {
            List<String> anyOf = new ArrayList<>();
            need.path("anyOf").forEach(each -> anyOf.add(each.asText()));
            all.put("needs[" + group++ + "].anyOf", anyOf);
        }
        return new DeskForm(all, Map.of(), "");
    }

    private Response make(DeskVisit visit) {
        Form form = visit.form();
        return answered(visit, "", visit.call(DeskCall.to("createService")
                .once(form.must("nonce"))
                .tree(EventValues.fresh(json(form, Optional.empty())))));
    }

    private Response save(DeskVisit visit) {
        Optional<JsonNode> before =
                visit.read(DeskCall.to("readService").with("id", visit.id()));
        if (before.isEmpty()) {
            return visit.missing();
        }
        Form form = visit.form();
        return answered(visit, visit.id(), visit.call(DeskCall.to("changeService")
                .with("id", visit.id()).version(form.must("version"))
                .tree(json(form, before))));
    }

    private Response answered(DeskVisit visit, String id, DeskAnswer answer) {
        return switch (answer) {
            case DeskAnswer.Done _ -> visit.done("/desk/services", "saved");
            case DeskAnswer.Refused refused -> page(visit, 400, id, DeskForm.refused(
                    visit.form(), refused.field().startsWith("needs")
                            ? refused.about("needs") : refused,
                    visit.language()));
        };
    }

    /// The service as the form describes it. A need keeps the part of the time that it is for.
    private static ObjectNode json(Form form, Optional<JsonNode> before) {
        ObjectNode service = JsonNodeFactory.instance.objectNode();
        service.put("name", EventValues.first(form, "name"));
        form.first("description").ifPresentOrElse(
                text -> service.put("description", text), () -> service.putNull("description"));
        for (String field : MINUTES) {
            service.put(field, minutes(EventValues.first(form, field)));
        }
        service.put("horizon", days(EventValues.first(form, "horizon")));
        String price = EventValues.first(form, "price.amount");
        if (price.isEmpty()) {
            service.putNull("price");
        } else {
            service.set("price",
                    EventValues.price(price, EventValues.first(form, "currency")));
        }
        String tax = EventValues.first(form, "taxRate");
        if (tax.isEmpty()) {
            service.putNull("taxRate");
        } else {
            EventValues.percent(service, "taxRate", tax);
        }
        ArrayNode needs = service.putArray("needs");
        for (int group = 0; group < GROUPS; group++) {
            List<String> anyOf = form.all("needs[" + group + "].anyOf");
            if (!anyOf.isEmpty()) {
                int at = group;
                ObjectNode need = before.map(found -> found.at("/needs/" + at))
                        .filter(ObjectNode.class::isInstance)
                        .map(found -> ((ObjectNode) found).deepCopy())
                        .orElseGet(JsonNodeFactory.instance::objectNode);
                ArrayNode calendars = need.putArray("anyOf");
                anyOf.forEach(calendars::add);
                needs.add(need);
            }
        }
        return service;
    }

    private static String minutes(String typed) {
        return typed.matches("[0-9]{1,6}") ? "PT" + typed + "M" : typed;
    }

    private static String days(String typed) {
        try {
            return Duration.ofDays(Long.parseLong(typed)).toString();
        } catch (NumberFormatException odd) {
            return typed;
        }
    }
}
