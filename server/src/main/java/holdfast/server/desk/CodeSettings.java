package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Discount codes and gift cards: make, see what is left, stop, allow again.
public final class CodeSettings implements DeskSection {
    private static final String PATH = "/desk/settings/codes";
    private static final String CARDS = PATH + "/cards";

    private final Catalog catalog;

    CodeSettings(Catalog catalog) {
        this.catalog = catalog;
    }

    /// What the page shows.
    ///
    /// @param code the form for a code, and `card` the one for a gift card
    /// @param made the code of the card that was just made; empty if none was
    public record View(
            DeskForm code, DeskForm card, List<Row> codes, List<Row> cards,
            Map<String, String> things, List<String> currencies, String zone, String made) {}

    /// A code or a card.
    ///
    /// @param about what it takes off or is worth, and when it can be used
    /// @param left  how much of it is left; empty for no limit
    public record Row(String id, String name, String about, String left, boolean works) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        List<Route> routes = new ArrayList<>(List.of(
                desk.get(PATH, "deskCodes", "Discount codes and gift cards.",
                        DeskPlace.SETTINGS, Permission.MANAGE,
                        visit -> page(visit, 200, blank(visit), blank(visit), "")),
                desk.post(PATH, "makeDeskCode", "Make a discount code.", DeskPlace.SETTINGS,
                        Permission.MANAGE, this::code),
                desk.post(CARDS, "makeDeskGiftcard", "Make a gift card.", DeskPlace.SETTINGS,
                        Permission.MANAGE, this::card)));
        act(desk, routes, PATH + "/{id}/stop", "withdrawCode", "stopped");
        act(desk, routes, PATH + "/{id}/allow", "offerCode", "allowed");
        act(desk, routes, CARDS + "/{id}/stop", "withdrawGiftcard", "stopped");
        act(desk, routes, CARDS + "/{id}/allow", "offerGiftcard", "allowed");
        return routes;
    }

    private static void act(
            DeskRoutes desk, List<Route> routes, String path, String operation, String done) {
        routes.add(desk.post(path, operation + "AtDesk", "Stop or allow a code or a card.",
                DeskPlace.SETTINGS, Permission.MANAGE,
                visit -> switch (visit.call(DeskCall.to(operation).with("id", visit.id()))) {
                    case DeskAnswer.Done _ -> visit.done(PATH, done);
                    case DeskAnswer.Refused refused -> visit.refused(refused, PATH);
                }));
    }

    private DeskForm blank(DeskVisit visit) {
        return DeskForm.of(Map.of("sort", "percent", "currency",
                ShopDefaults.of(catalog, visit.workspace()).currency()));
    }

    private Map<String, String> things(DeskVisit visit) {
        Map<String, String> things = new LinkedHashMap<>();
        catalog.all(visit.workspace(), Event.class).stream().filter(Versioned::listed)
                .forEach(each -> things.put(each.id(), each.entry().name()));
        catalog.all(visit.workspace(), Service.class).stream().filter(Versioned::listed)
                .forEach(each -> things.put(each.id(), each.entry().name()));
        return things;
    }

    private Response page(
            DeskVisit visit, int status, DeskForm code, DeskForm card, String made) {
        ApiMoments moments = ApiMoments.of(visit, catalog);
        Map<String, String> things = things(visit);
        List<Row> codes = new ArrayList<>();
        items(visit, "listCodes").forEach(each -> codes.add(code(visit, moments, things, each)));
        List<Row> cards = new ArrayList<>();
        items(visit, "listGiftcards").forEach(each -> cards.add(card(visit, moments, each)));
        return visit.page(status, CodeSettings.class, visit.say("desk.settings.codes"),
                new View(code, card, codes, cards, things,
                        ShopDefaults.of(catalog, visit.workspace()).currencies(),
                        moments.zone().getId(), made));
    }

    private static JsonNode items(DeskVisit visit, String operation) {
        return visit.read(DeskCall.to(operation).asking("limit", "200"))
                .map(json -> json.path("items")).orElse(MissingNode.getInstance());
    }

    private static Row code(DeskVisit visit, ApiMoments moments, Map<String, String> things,
            JsonNode code) {
        List<String> about = new ArrayList<>();
        about.add(code.path("percent").isMissingNode()
                ? visit.say("settings.code.off", visit.language().money(money(code, "amount")))
                : visit.say("settings.code.off",
                        visit.language().percent(code.path("percent").asInt() * 100)));
        code.path("for").forEach(each -> about.add(
                things.getOrDefault(each.asText(), each.asText())));
        if (code.path("oncePerCustomer").asBoolean()) {
            about.add(visit.say("settings.code.once"));
        }
        period(visit, moments, code, about);
        return new Row(code.path("id").asText(), code.path("code").asText(),
                String.join(" · ", about), code.path("left").isMissingNode() ? ""
                        : visit.say("settings.code.left", code.path("left").asLong(),
                                code.path("uses").asLong()),
                code.path("onSale").asBoolean());
    }

    private static void period(
            DeskVisit visit, ApiMoments moments, JsonNode of, List<String> about) {
        if (of.path("from").isTextual()) {
            about.add(visit.say("settings.code.from", moments.say(of.path("from"))));
        }
        if (of.path("until").isTextual()) {
            about.add(visit.say("settings.code.until", moments.say(of.path("until"))));
        }
    }

    private static Row card(DeskVisit visit, ApiMoments moments, JsonNode card) {
        List<String> about = new ArrayList<>(List.of(visit.say("settings.card.worth",
                visit.language().money(money(card, "value")))));
        period(visit, moments, card, about);
        return new Row(card.path("id").asText(), "…" + card.path("lastFour").asText(),
                String.join(" · ", about), visit.say("settings.card.left",
                        visit.language().money(money(card, "left"))),
                card.path("onSale").asBoolean());
    }

    private static Money money(JsonNode of, String field) {
        return new Money(of.path(field).path("amount").asLong(),
                of.path(field).path("currency").asText());
    }

    private Response code(DeskVisit visit) {
        Form form = visit.form();
        ObjectNode code = JsonNodeFactory.instance.objectNode();
        code.put("code", EventValues.first(form, "code"));
        String worth = EventValues.first(form, "worth");
        if (EventValues.first(form, "sort").equals("amount")) {
            code.set("amount", EventValues.price(worth, EventValues.first(form, "currency")));
        } else {
            EventValues.number(code, "percent", worth.replace("%", "").strip());
        }
        EventValues.maybe(code, "uses", EventValues.first(form, "uses"),
                (field, typed) -> EventValues.number(code, field, typed));
        moments(visit, code, "from", "until");
        form.all("for").forEach(code.withArray("for")::add);
        code.put("oncePerCustomer", form.first("oncePerCustomer").isPresent());
        return switch (visit.call(DeskCall.to("createCode").once(form.must("nonce"))
                .tree(code))) {
            case DeskAnswer.Done _ -> visit.done(PATH, "made.code");
            case DeskAnswer.Refused refused -> page(visit, 400, DeskForm.refused(form,
                    refused.field().matches("percent|amount.*") ? refused.about("worth")
                            : refused,
                    visit.language()), blank(visit), "");
        };
    }

    private void moments(DeskVisit visit, ObjectNode into, String... fields) {
        ZoneId zone = ApiMoments.of(visit, catalog).zone();
        for (String field : fields) {
            visit.form().first(field).ifPresent(
                    typed -> into.put(field, EventValues.moment(typed, zone)));
        }
    }

    /// The card's code is shown in this answer only.
    private Response card(DeskVisit visit) {
        Form form = visit.form();
        ObjectNode card = JsonNodeFactory.instance.objectNode();
        card.set("value", EventValues.price(EventValues.first(form, "value"),
                EventValues.first(form, "currency")));
        form.first("ends").ifPresent(typed -> card.put("until",
                EventValues.moment(typed, ApiMoments.of(visit, catalog).zone())));
        return switch (visit.call(DeskCall.to("createGiftcard").once(form.must("nonce"))
                .tree(card))) {
            case DeskAnswer.Done done -> page(visit, 200, blank(visit), blank(visit),
                    done.json().path("code").asText());
            case DeskAnswer.Refused refused -> page(visit, 400, blank(visit),
                    DeskForm.refused(form, refused.field().startsWith("value")
                            ? refused.about("value")
                            : refused.field().equals("until") ? refused.about("ends") : refused,
                            visit.language()),
                    "");
        };
    }
}
