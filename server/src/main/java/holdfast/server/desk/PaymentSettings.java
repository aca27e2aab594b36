package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import holdfast.server.auth.Permission;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How customers can pay: the providers that the workspace offers, and its accounts with them.
public final class PaymentSettings implements DeskSection {
    private static final String PATH = "/desk/settings/payments";
    private static final String ONE = PATH + "/{id}";
    private static final Map<String, List<String>> FIELDS = Map.of(
            "bankTransfer", List.of("holder", "iban", "bic", "days"),
            "stripe", List.of("apiKey", "webhookSecret", "capture"),
            "sandbox", List.of("apiKey", "webhookSecret", "baseUrl", "capture"));

    /// What the list shows.
    public record View(List<Provider> providers) {}

    /// A way to pay.
    public record Provider(String name, boolean offered) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(PATH, "deskPayments", "How customers can pay.", DeskPlace.SETTINGS,
                        Permission.OWN, PaymentSettings::list),
                desk.get(ONE, "deskProvider", "One payment provider.", DeskPlace.SETTINGS,
                        Permission.OWN, PaymentSettings::one),
                desk.post(ONE, "saveDeskProvider", "Set up a payment provider.",
                        DeskPlace.SETTINGS, Permission.OWN, PaymentSettings::save));
    }

    private static JsonNode accounts(DeskVisit visit) {
        return visit.read(DeskCall.to("listProviders")).map(json -> json.path("items"))
                .orElse(MissingNode.getInstance());
    }

    private static Response list(DeskVisit visit) {
        List<Provider> providers = new ArrayList<>();
        accounts(visit).forEach(each -> providers.add(new Provider(
                each.path("provider").asText(), each.path("offered").asBoolean())));
        return visit.page(PaymentSettings.class, visit.say("desk.settings.payments"),
                new View(providers));
    }

    private static Optional<JsonNode> find(DeskVisit visit) {
        for (JsonNode each : accounts(visit)) {
            if (each.path("provider").asText().equals(visit.id())) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    private static Response one(DeskVisit visit) {
        return find(visit).map(account -> {
            Map<String, String> values = new HashMap<>();
            account.path("settings").properties().forEach(
                    set -> values.put("settings." + set.getKey(), set.getValue().asText()));
            values.put("offered", account.path("offered").asBoolean() ? "yes" : "");
            return page(visit, 200, account, DeskForm.of(values));
        }).orElseGet(visit::missing);
    }

    private static Response page(DeskVisit visit, int status, JsonNode account, DeskForm form) {
        List<String> kept = new ArrayList<>();
        account.path("secretsSet").forEach(each -> kept.add(each.asText()));
        String events = account.path("events").asText("");
        return visit.page(status, ProviderPage.class, visit.say("settings.pay." + visit.id()),
                new ProviderPage.View(form, visit.id(), FIELDS.getOrDefault(visit.id(), List.of()),
                        events.isEmpty() ? "" : ApiMoments.base(visit) + events, kept));
    }

    /// A secret that is left empty stays as it is.
    private static Response save(DeskVisit visit) {
        Optional<JsonNode> account = find(visit);
        if (account.isEmpty()) {
            return visit.missing();
        }
        Form form = visit.form();
        DeskAnswer answer = visit.call(DeskCall.to("setProvider").json(json -> {
            json.put("provider", visit.id()).put("offered", form.first("offered").isPresent());
            json.object("settings", set -> FIELDS.getOrDefault(visit.id(), List.of()).forEach(
                    field -> set.put(field, form.first("settings." + field))));
        }));
        return switch (answer) {
            case DeskAnswer.Done _ -> visit.done(PATH, "saved");
            case DeskAnswer.Refused refused -> page(visit, 400, account.get(),
                    DeskForm.refused(form, refused, visit.language()).without(
                            ProviderPage.SECRET.stream().map(field -> "settings." + field)
                                    .toList()));
        };
    }
}
