package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Catalog;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The endpoints of other systems that hear of changes, and the messages to them.
public final class WebhookSettings implements DeskSection {
    private static final String PATH = "/desk/settings/webhooks";
    private static final String ONE = PATH + "/{id}";
    private static final List<String> KINDS = List.of("booked", "exchanged", "moved", "cancelled",
            "transferBegun", "transferMissing", "paymentSettled", "paymentOwed", "paymentFailed",
            "paymentReturned", "paymentRefunded");
    private static final List<String> STATES = List.of("waiting", "delivered", "failed");

    private final Catalog catalog;

    WebhookSettings(Catalog catalog) {
        this.catalog = catalog;
    }

    /// What the list shows.
    public record View(DeskForm form, List<Row> endpoints, List<String> kinds) {}

    /// An endpoint.
    ///
    /// @param state on, off, or failing
    public record Row(String id, String url, String state) {}

    private interface Act {
        DeskAnswer of(DeskVisit visit);
    }

    @Override
    public List<Route> routes(DeskRoutes desk) {
        List<Route> routes = new ArrayList<>(List.of(
                desk.get(PATH, "deskWebhooks", "The webhooks.", DeskPlace.SETTINGS,
                        Permission.OWN, visit -> list(visit, 200, DeskForm.of(Map.of()))),
                desk.post(PATH, "makeDeskWebhook", "Make an endpoint.", DeskPlace.SETTINGS,
                        Permission.OWN, this::make),
                desk.get(ONE, "deskWebhook", "One endpoint and its messages.",
                        DeskPlace.SETTINGS, Permission.OWN,
                        visit -> one(visit, 200, Optional.empty(), "")),
                desk.post(ONE, "saveDeskWebhook", "Change an endpoint.", DeskPlace.SETTINGS,
                        Permission.OWN, this::save),
                desk.post(ONE + "/rotate", "rotateDeskWebhook", "Make another secret.",
                        DeskPlace.SETTINGS, Permission.OWN, this::rotate),
                desk.post(ONE + "/recover", "recoverDeskWebhook",
                        "Send what was not delivered.", DeskPlace.SETTINGS, Permission.OWN,
                        this::recover),
                desk.post(ONE + "/delete", "deleteDeskWebhook", "Delete an endpoint.",
                        DeskPlace.SETTINGS, Permission.OWN, WebhookSettings::delete)));
        act(desk, routes, "pause", "paused", visit -> enabled(visit, false));
        act(desk, routes, "resume", "resumed", visit -> enabled(visit, true));
        act(desk, routes, "test", "tested", visit -> visit.call(DeskCall.to("testWebhook")
                .with("id", visit.id()).once(visit.form().must("nonce"))));
        act(desk, routes, "resend", "resent", visit -> visit.call(DeskCall.to("resendDelivery")
                .with("id", visit.id()).json(json -> json.put("change",
                        visit.form().number("change", 1, Integer.MAX_VALUE)))));
        return routes;
    }

    /// A button without fields.
    private static void act(
            DeskRoutes desk, List<Route> routes, String verb, String done, Act act) {
        routes.add(desk.post(ONE + "/" + verb, verb + "DeskWebhook", "Webhook: " + verb + ".",
                DeskPlace.SETTINGS, Permission.OWN, visit -> switch (act.of(visit)) {
                    case DeskAnswer.Done _ -> visit.done(path(visit), done);
                    case DeskAnswer.Refused refused -> visit.refused(refused, path(visit));
                }));
    }

    private static String path(DeskVisit visit) {
        return PATH + "/" + visit.id();
    }

    private static Response list(DeskVisit visit, int status, DeskForm form) {
        List<Row> rows = new ArrayList<>();
        visit.read(DeskCall.to("listWebhooks").asking("limit", "200"))
                .map(json -> json.path("items")).orElse(MissingNode.getInstance())
                .forEach(each -> rows.add(new Row(each.path("id").asText(),
                        each.path("url").asText(), state(each))));
        return visit.page(status, WebhookSettings.class, visit.say("desk.settings.webhooks"),
                new View(form, rows, KINDS));
    }

    private static String state(JsonNode endpoint) {
        return !endpoint.path("enabled").asBoolean() ? "off"
                : endpoint.path("failingSince").isTextual() ? "failing" : "on";
    }

    private Response make(DeskVisit visit) {
        Form form = visit.form();
        DeskAnswer answer = visit.call(DeskCall.to("createWebhook").once(form.must("nonce"))
                .json(json -> json.put("url", EventValues.first(form, "url"))
                        .texts("kinds", form.all("kinds"))));
        return switch (answer) {
            case DeskAnswer.Done done -> page(visit, 200, done.json(), values(done.json()),
                    done.json().path("secret").asText());
            case DeskAnswer.Refused refused -> list(visit, 400,
                    DeskForm.refused(form, refused, visit.language()));
        };
    }

    private static DeskForm values(JsonNode endpoint) {
        Map<String, List<String>> all = new HashMap<>();
        all.put("url", List.of(endpoint.path("url").asText()));
        List<String> kinds = new ArrayList<>();
        endpoint.path("kinds").forEach(each -> kinds.add(each.asText()));
        all.put("kinds", kinds);
        return new DeskForm(all, Map.of(), "");
    }

    private Response one(DeskVisit visit, int status, Optional<DeskForm> form, String secret) {
        return visit.read(DeskCall.to("readWebhook").with("id", visit.id()))
                .map(endpoint -> page(visit, status, endpoint,
                        form.orElseGet(() -> values(endpoint)), secret))
                .orElseGet(visit::missing);
    }

    private Response page(DeskVisit visit, int status, JsonNode endpoint, DeskForm form,
            String secret) {
        ApiMoments moments = ApiMoments.of(visit, catalog);
        String id = endpoint.path("id").asText();
        String state = visit.request().query("state").filter(STATES::contains).orElse("");
        DeskCall log = DeskCall.to("listDeliveries").with("id", id).asking("limit", "50");
        DeskCall some = state.isEmpty() ? log : log.asking("state", state);
        JsonNode found = visit.read(visit.request().query("after")
                .map(after -> some.asking("after", after)).orElse(some))
                .orElse(MissingNode.getInstance());
        List<WebhookPage.Message> messages = new ArrayList<>();
        found.path("items").forEach(each -> messages.add(message(visit, moments, each)));
        return visit.page(status, WebhookPage.class, visit.say("settings.hook.title"),
                new WebhookPage.View(id, form, state(endpoint),
                        moments.say(endpoint.path("failingSince")), KINDS,
                        new WebhookPage.Log(state, STATES, messages,
                                next(state, found.path("next").asText(""))),
                        secret, moments.zone().getId()));
    }

    private static String next(String state, String mark) {
        return mark.isEmpty() ? "" : "?" + (state.isEmpty() ? "" : "state=" + state + "&")
                + "after=" + URLEncoder.encode(mark, StandardCharsets.UTF_8);
    }

    private static WebhookPage.Message message(
            DeskVisit visit, ApiMoments moments, JsonNode each) {
        String answer = Stream.of(each.path("status").asText(""), each.path("answer").asText(""))
                .filter(part -> !part.isEmpty()).distinct()
                .reduce((one, other) -> one + " " + other).orElse("");
        String due = moments.say(each.path("dueAt"));
        return new WebhookPage.Message(each.path("change").asText(""),
                each.path("type").asText(), each.path("state").asText(),
                moments.say(each.path("madeAt")),
                visit.language().count("settings.hook.tries", each.path("tries").asLong()),
                due.isEmpty() ? moments.say(each.path("endedAt"))
                        : visit.say("settings.hook.next", due),
                answer);
    }

    private Response save(DeskVisit visit) {
        Form form = visit.form();
        return switch (visit.call(DeskCall.to("changeWebhook").with("id", visit.id())
                .json(json -> json.put("url", EventValues.first(form, "url"))
                        .texts("kinds", form.all("kinds"))))) {
            case DeskAnswer.Done _ -> visit.done(path(visit), "saved");
            case DeskAnswer.Refused refused -> one(visit, 400, Optional.of(
                    DeskForm.refused(form, refused, visit.language())), "");
        };
    }

    private static DeskAnswer enabled(DeskVisit visit, boolean enabled) {
        return visit.call(DeskCall.to("changeWebhook").with("id", visit.id())
                .json(json -> json.put("enabled", enabled)));
    }

    private Response rotate(DeskVisit visit) {
        return switch (visit.call(DeskCall.to("rotateWebhook").with("id", visit.id())
                .once(visit.form().must("nonce")))) {
            case DeskAnswer.Done done -> one(visit, 200, Optional.empty(),
                    done.json().path("secret").asText());
            case DeskAnswer.Refused refused -> visit.refused(refused, path(visit));
        };
    }

    private Response recover(DeskVisit visit) {
        ZoneId zone = ApiMoments.of(visit, catalog).zone();
        return switch (visit.call(DeskCall.to("recoverWebhook").with("id", visit.id())
                .json(json -> json.put("since", EventValues.moment(
                        EventValues.first(visit.form(), "since"), zone))))) {
            case DeskAnswer.Done _ -> visit.done(path(visit), "recovered");
            case DeskAnswer.Refused refused -> one(visit, 400, visit.read(
                    DeskCall.to("readWebhook").with("id", visit.id()))
                    .map(endpoint -> values(endpoint).refusing(refused, visit.language())), "");
        };
    }

    private static Response delete(DeskVisit visit) {
        return switch (visit.call(DeskCall.to("deleteWebhook").with("id", visit.id()))) {
            case DeskAnswer.Done _ -> visit.done(PATH, "removed");
            case DeskAnswer.Refused refused -> visit.refused(refused, PATH);
        };
    }
}
