package holdfast.server.api;

import holdfast.Invalid;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.RandomIds;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.server.outbox.ChangeKind;
import holdfast.server.webhooks.Delivery;
import holdfast.server.webhooks.Endpoint;
import holdfast.server.webhooks.PublicAddresses;
import holdfast.server.webhooks.WebhookSecrets;
import holdfast.server.webhooks.WebhookTable;
import holdfast.server.webhooks.WebhookTable.Made;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Webhooks: the endpoints of other systems, and the messages to them.
public final class Webhooks {
    private static final List<String> STATES = List.of("waiting", "delivered", "failed");
    private static final int LONGEST_URL = 500;

    private final WebhookTable table;
    private final WebhookSecrets secrets;
    private final PublicAddresses addresses;

    public Webhooks(WebhookTable table, WebhookSecrets secrets, PublicAddresses addresses) {
        this.table = table;
        this.secrets = secrets;
        this.addresses = addresses;
    }

    public List<Route> routes() {
        String one = "/v1/webhooks/{id}";
        return List.of(
                new Route("POST", "/v1/webhooks", Permission.OWN, "createWebhook",
                        "Create an endpoint that hears of changes.", this::create),
                new Route("GET", "/v1/webhooks", Permission.OWN, "listWebhooks",
                        "The endpoints.", this::list),
                new Route("GET", one, Permission.OWN, "readWebhook", "One endpoint.",
                        request -> shown(200, find(request), false)),
                new Route("PATCH", one, Permission.OWN, "changeWebhook",
                        "Change an endpoint, disable it or enable it again.", this::change),
                new Route("DELETE", one, Permission.OWN, "deleteWebhook",
                        "Delete an endpoint and its messages.", this::delete),
                new Route("POST", one + "/rotate", Permission.OWN, "rotateWebhook",
                        "Give an endpoint a new secret; the old one signs too for 24 hours.",
                        this::rotate),
                new Route("POST", one + "/test", Permission.OWN, "testWebhook",
                        "Send a test message.", this::test),
                new Route("GET", one + "/deliveries", Permission.OWN, "listDeliveries",
                        "The messages to an endpoint, the latest first.", this::deliveries),
                new Route("POST", one + "/resend", Permission.OWN, "resendDelivery",
                        "Send the message about one change once more.", this::resend),
                new Route("POST", one + "/recover", Permission.OWN, "recoverWebhook",
                        "Send all messages since a moment that were not delivered.",
                        this::recover));
    }

    private Endpoint find(Request request) {
        return table.find(request.workspace(), request.path("id"))
                .orElseThrow(() -> Problem.unknown(request.path("id")));
    }

    private static Optional<WebhookTable.Key> key(Request request) {
        return request.key().map(key -> new WebhookTable.Key(key, request.fingerprint()));
    }

    private static Made.Done done(Made made) {
        return switch (made) {
            case Made.Done done -> done;
            case Made.KeyReused reused -> throw Outcomes.keyReused(reused.key());
            case Made.TooMany many -> throw RequestActor.limitReached(many.most(), "webhooks");
            case Made.Unknown unknown -> throw Problem.unknown(unknown.id());
        };
    }

    private record Draft(URI url, List<String> kinds) {}

    private URI url(Fields fields) {
        String text = fields.text("url", LONGEST_URL);
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException nonsense) {
            throw new Invalid("url", "must be an address, as in https://example.org/hook");
        }
        addresses.complaint(url).ifPresent(complaint -> {
            throw new Invalid("url", complaint);
        });
        return url;
    }

    private static List<String> kinds(Fields fields) {
        List<String> kinds = fields.texts("kinds", ChangeKind.values().length);
        for (String kind : kinds) {
            if (ChangeKind.of(kind).isEmpty()) {
                throw new Invalid("kinds",
                        "must be some of " + String.join(", ", ChangeKind.words()));
            }
        }
        return kinds.isEmpty() ? ChangeKind.words() : kinds.stream().distinct().toList();
    }

    private Response create(Request request) {
        Draft draft = request.body(fields -> new Draft(url(fields), kinds(fields)));
        Made.Done made = done(table.create(request.workspace(), key(request),
                RandomIds.next("whk_"), draft.url(), draft.kinds()));
        return shown(201, made.endpoint(), true)
                .header("Location", "/v1/webhooks/" + made.endpoint().id());
    }

    private Response shown(int status, Endpoint endpoint, boolean secret) {
        return Response.json(status, json -> {
            write(json, endpoint);
            if (secret) {
                json.put("secret", secrets.shown(endpoint));
            }
        }).header("Cache-Control", "no-store");
    }

    private static void write(Json json, Endpoint endpoint) {
        json.put("id", endpoint.id()).put("url", endpoint.url().toString())
                .texts("kinds", endpoint.kinds()).put("enabled", endpoint.enabled())
                .put("madeAt", endpoint.madeAt().toString())
                .put("failingSince", endpoint.failingSince().map(Instant::toString));
    }

    private Response list(Request request) {
        request.onlyQuery("limit", "after");
        return Paging.page(request, table.list(request.workspace()),
                each -> PageMark.of(PageMark.at(each.madeAt()), each.id()), Webhooks::write);
    }

    private Response change(Request request) {
        Endpoint before = find(request);
        boolean done = request.body(fields -> table.change(request.workspace(), before.id(),
                fields.has("url") ? url(fields) : before.url(),
                fields.has("kinds") ? kinds(fields) : before.kinds(),
                fields.flag("enabled", before.enabled())));
        if (!done) {
            throw Problem.unknown(before.id());
        }
        return shown(200, find(request), false);
    }

    private Response delete(Request request) {
        if (!table.delete(request.workspace(), request.path("id"))) {
            throw Problem.unknown(request.path("id"));
        }
        return Response.empty(204);
    }

    private Response rotate(Request request) {
        request.maybeBody(fields -> true);
        return shown(200, done(table.rotate(request.workspace(), key(request),
                request.path("id"))).endpoint(), true);
    }

    private Response test(Request request) {
        request.maybeBody(fields -> true);
        Made.Done made = done(
                table.test(request.workspace(), key(request), request.path("id")));
        Delivery delivery = table.delivery(
                request.workspace(), made.endpoint().id(), made.number())
                .orElseThrow(() -> Problem.unknown("such message"));
        return Response.json(201, json -> write(json, delivery));
    }

    private Response deliveries(Request request) {
        request.onlyQuery("limit", "after", "state");
        int limit = Paging.limit(request);
        String state = request.query("state", 20).orElse("");
        if (!state.isEmpty() && !STATES.contains(state)) {
            throw new Invalid("state", "must be one of " + String.join(", ", STATES));
        }
        List<String> after = request.query("after", 200).map(PageMark::read).map(PageMark::by)
                .orElse(List.of("9999-01-01T00:00:00Z", "0"));
        if (after.size() != 2 || !after.getLast().matches("-?[0-9]{1,18}")) {
            throw new Invalid("after", "must be the \"next\" of an earlier page");
        }
        List<Delivery> found = table.log(request.workspace(), find(request).id(), state,
                Mails.moment(after.getFirst()), Long.parseLong(after.getLast()), limit + 1);
        List<Delivery> page = found.subList(0, Math.min(limit, found.size()));
        return Response.json(200, json -> {
            json.array("items", page, Webhooks::write);
            if (found.size() > limit) {
                json.put("next", PageMark.of(page.getLast().madeAt().toString(),
                        Long.toString(page.getLast().number())).mark());
            }
        });
    }

    private static void write(Json json, Delivery delivery) {
        json.put("message", delivery.messageId()).put("type", delivery.number() < 0
                ? "test" : ChangeKind.of(delivery.kind()).orElseThrow().type());
        if (delivery.number() > 0) {
            json.put("change", delivery.number());
        }
        json.put("state", delivery.state()).put("tries", delivery.tries())
                .put("madeAt", delivery.madeAt().toString());
        if (delivery.state().equals("waiting")) {
            json.put("dueAt", delivery.dueAt().toString());
        }
        json.put("endedAt", delivery.endedAt().map(Instant::toString));
        delivery.status().ifPresent(status -> json.put("status", status));
        json.put("answer", delivery.answer());
    }

    private Response resend(Request request) {
        long change = request.body(fields -> fields.number("change", 1, Long.MAX_VALUE));
        Endpoint endpoint = find(request);
        Delivery delivery = table.again(request.workspace(), endpoint.id(), change)
                .orElseThrow(() -> Problem.unknown("change " + change));
        return Response.json(200, json -> write(json, delivery));
    }

    private Response recover(Request request) {
        Instant since = request.body(fields -> fields.instant("since"));
        int messages = table.recover(request.workspace(), find(request).id(), since);
        return Response.json(200, json -> json.put("messages", messages));
    }
}
