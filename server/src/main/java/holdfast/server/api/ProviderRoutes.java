package holdfast.server.api;

import holdfast.Invalid;
import holdfast.server.auth.Permission;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import holdfast.server.payment.PaymentProvider;
import holdfast.server.payment.Payments;
import holdfast.server.payment.ProviderAccounts;
import holdfast.server.payment.ProviderClient;
import holdfast.server.payment.Providers;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The payment providers that a workspace offers, and the inbox of their webhooks.
public final class ProviderRoutes {
    private final Payments payments;
    private final Providers providers;

    public ProviderRoutes(Payments payments, Providers providers) {
        this.payments = payments;
        this.providers = providers;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/providers", Permission.MANAGE, "listProviders",
                        "The payment providers, and which of them customers can choose.",
                        this::list),
                new Route("PUT", "/v1/providers", Permission.OWN, "setProvider",
                        "Set up a payment provider. Secret settings are never shown again.",
                        this::set),
                new Route("POST", "/v1/providers/{workspace}/{provider}/events", Permission.NONE,
                        "providerEvent", "The inbox of a provider's signed webhooks.",
                        this::event));
    }

    private Response list(Request request) {
        request.onlyQuery("limit", "after");
        return Paging.page(request, payments.accounts().all(request.workspace()),
                each -> PageMark.of(each.provider().name()),
                (json, account) -> write(json, request.workspace(), account));
    }

    private static void write(Json json, String workspace, ProviderAccounts.Account account) {
        PaymentProvider provider = account.provider();
        json.put("provider", provider.name()).put("offered", account.offered())
                .object("settings", set -> account.settings().forEach(set::put))
                .texts("secretsSet", account.kept())
                .put("events", provider.capabilities().remote()
                        ? Optional.of("/v1/providers/" + workspace + "/" + provider.name()
                                + "/events")
                        : Optional.empty());
    }

    private record Wish(PaymentProvider provider, boolean offered, Map<String, String> settings) {}

    private Response set(Request request) {
        Wish wish = request.body(fields -> {
            String name = fields.text("provider", 40);
            PaymentProvider provider = providers.choices().stream()
                    .filter(each -> each.name().equals(name)).findFirst()
                    .orElseThrow(() -> new Invalid(fields.name("provider"), "must be one of "
                            + String.join(", ", providers.choices().stream()
                                    .map(PaymentProvider::name).toList())));
            return new Wish(provider, fields.flag("offered", true),
                    fields.maybeObject("settings")
                            .map(each -> ProviderAccounts.read(provider, each))
                            .orElse(Map.of()));
        });
        payments.accounts().set(
                request.workspace(), wish.provider(), wish.offered(), wish.settings());
        ProviderAccounts.Account account = payments.accounts().all(request.workspace()).stream()
                .filter(each -> each.provider().name().equals(wish.provider().name())).findFirst()
                .orElseThrow();
        return Response.json(200, json -> write(json, request.workspace(), account));
    }

    /// Answers at once; the worker looks at the provider.
    private Response event(Request request) {
        Optional<String> rejected = payments.event(request.path("workspace"),
                request.path("provider"), new ProviderClient.Delivery(request::header,
                        request.bytes()));
        if (rejected.isPresent()) {
            throw new Problem(400, "webhookRejected", "The webhook is rejected",
                    "Its signature, its mode or its body is not valid.");
        }
        return Response.json(200, json -> json.put("received", true));
    }
}
