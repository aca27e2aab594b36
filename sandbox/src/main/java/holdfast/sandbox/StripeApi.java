package holdfast.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The API under `/v1`: finds the route, checks key and parameters, executes once for each
/// idempotency key, and fails as ordered.
final class StripeApi {
    private final SandboxState state;
    private final Sandbox sandbox;
    final OrderedBehaviours behaviours = new OrderedBehaviours();
    private final List<StripeRoute> routes;

    StripeApi(SandboxState state, Sandbox sandbox) {
        this.state = state;
        this.sandbox = sandbox;
        routes = List.of(
                StripeRoute.of("checkout.sessions.create", "POST", "/v1/checkout/sessions", """
                        mode success_url cancel_url expires_at client_reference_id customer_email
                        locale metadata[*] payment_method_types[]
                        payment_intent_data[capture_method] payment_intent_data[description]
                        payment_intent_data[metadata][*] line_items[][quantity]
                        line_items[][price_data][currency] line_items[][price_data][unit_amount]
                        line_items[][price_data][product_data][name]
                        """, sandbox.sessions::create),
                list("checkout.sessions", "checkout.session", "/v1/checkout/sessions",
                        "payment_intent", "status"),
                retrieve("checkout.sessions", "checkout.session", "/v1/checkout/sessions",
                        "session"),
                StripeRoute.of("checkout.sessions.expire", "POST",
                        "/v1/checkout/sessions/{id}/expire",
                        "", sandbox.sessions::expire),
                StripeRoute.of("checkout.sessions.line_items", "GET",
                        "/v1/checkout/sessions/{id}/line_items", "limit",
                        sandbox.sessions::lineItems),
                StripeRoute.of("payment_intents.create", "POST", "/v1/payment_intents", """
                        amount currency capture_method confirm description metadata[*]
                        payment_method payment_method_types[] receipt_email return_url
                        """, sandbox.intents::create),
                list("payment_intents", "payment_intent", "/v1/payment_intents"),
                retrieve("payment_intents", "payment_intent", "/v1/payment_intents", "intent"),
                StripeRoute.of("payment_intents.update", "POST", "/v1/payment_intents/{id}",
                        "description metadata[*]", sandbox.intents::update),
                StripeRoute.of("payment_intents.confirm", "POST",
                        "/v1/payment_intents/{id}/confirm",
                        "payment_method return_url", sandbox.intents::confirm),
                StripeRoute.of("payment_intents.capture", "POST",
                        "/v1/payment_intents/{id}/capture",
                        "amount_to_capture", sandbox.intents::capture),
                StripeRoute.of("payment_intents.cancel", "POST", "/v1/payment_intents/{id}/cancel",
                        "cancellation_reason", sandbox.intents::cancel),
                StripeRoute.of("charges.create", "POST", "/v1/charges",
                        "amount currency source capture description metadata[*] receipt_email",
                        sandbox.charges::create),
                list("charges", "charge", "/v1/charges", "payment_intent"),
                retrieve("charges", "charge", "/v1/charges", "id"),
                StripeRoute.of("charges.capture", "POST", "/v1/charges/{id}/capture", "amount",
                        sandbox.charges::capture),
                StripeRoute.of("refunds.create", "POST", "/v1/refunds",
                        "payment_intent charge amount reason metadata[*]",
                        sandbox.refunds::create),
                list("refunds", "refund", "/v1/refunds", "payment_intent", "charge"),
                retrieve("refunds", "refund", "/v1/refunds", "id"),
                list("disputes", "dispute", "/v1/disputes", "payment_intent", "charge"),
                retrieve("disputes", "dispute", "/v1/disputes", "dispute"),
                list("events", "event", "/v1/events", "type", "types[]"),
                retrieve("events", "event", "/v1/events", "id"),
                StripeRoute.of("webhook_endpoints.create", "POST", "/v1/webhook_endpoints",
                        "url enabled_events[] description metadata[*] api_version",
                        sandbox.endpoints::create),
                list("webhook_endpoints", "webhook_endpoint", "/v1/webhook_endpoints"),
                retrieve("webhook_endpoints", "webhook_endpoint", "/v1/webhook_endpoints",
                        "webhook_endpoint"),
                StripeRoute.of("webhook_endpoints.delete", "DELETE", "/v1/webhook_endpoints/{id}",
                        "",
                        sandbox.endpoints::delete));
    }

    private static StripeRoute retrieve(String name, String kind, String path, String param) {
        return StripeRoute.of(name + ".retrieve", "GET", path + "/{id}", "",
                call -> call.account().get(kind, call.id(), param));
    }

    private static StripeRoute list(String name, String kind, String path, String... filters) {
        return StripeRoute.of(name + ".list", "GET", path,
                ObjectLists.PARAMETERS + String.join(" ", filters),
                call -> ObjectLists.list(call, kind, path, List.of(filters)));
    }

    SandboxReply serve(SandboxRequest request) {
        String id = StripeIds.random("req_", 14);
        SandboxReply reply;
        try {
            reply = answer(request, id);
        } catch (StripeErrorException refusal) {
            reply = SandboxReply.json(refusal.status, refusal.body());
        }
        return reply.with("Request-Id", id).with("Stripe-Version", SandboxEvents.API_VERSION);
    }

    private SandboxReply answer(SandboxRequest request, String id) {
        String key = secretKey(request);
        FormParameters parameters = FormParameters.parse(request.query(), request.body());
        for (StripeRoute route : routes) {
            List<String> ids = route.method().equals(request.method())
                    ? route.ids(request.path()).orElse(null) : null;
            if (ids != null) {
                String idempotencyKey = request.method().equals("POST")
                        ? request.header("Idempotency-Key").orElse(null) : null;
                SandboxAccount account = state.locked(() -> state.account(key));
                return faulty(route, new StripeCall(account, parameters, ids,
                        new StripeOrigin(id, idempotencyKey), request.base()));
            }
        }
        throw StripeErrorException.of(404, "invalid_request_error", null,
                "Unrecognized request URL ("
                        + request.method() + ": " + request.path() + ").");
    }

    static String secretKey(SandboxRequest request) {
        String key = request.key().filter(given -> !given.isEmpty()).orElseThrow(
                () -> StripeErrorException
                        .unauthorized("You did not provide an API key. Send it in the "
                                + "Authorization header, as a bearer token or as the user of basic "
                                + "authentication."));
        if (!key.matches("[sr]k_test_\\w+")) {
            throw StripeErrorException.unauthorized("Invalid API Key provided: "
                    + key.substring(0, Math.min(8, key.length())) + "****");
        }
        return key;
    }

    /// Executes a call, unless a test has ordered a fault for it.
    private SandboxReply faulty(StripeRoute route, StripeCall call) {
        OrderedBehaviour behaviour = state.locked(() -> {
            sandbox.happen(call.account());
            ObjectNode addressed = call.ids().isEmpty() ? named(call)
                    : call.account().findAny(call.id()).orElse(null);
            return behaviours.take(call.account(), route.name(), call.parameters(),
                    OrderedBehaviours.related(call.account(), addressed)).orElse(null);
        });
        if (behaviour == null) {
            return execute(route, call, route.operation(), 0);
        }
        long millis = behaviour.number("millis", 1000);
        return switch (ApiFault.of(behaviour)) {
            case DELAY -> execute(route, call, route.operation(), millis);
            case REFUSE -> execute(route, call, any -> {
                throw refusal(behaviour);
            }, 0);
            case LOSE_REQUEST -> SandboxReply.LOST;
            case LOSE_REPLY -> {
                execute(route, call, route.operation(), 0);
                yield SandboxReply.LOST;
            }
            case ERROR_BEFORE -> throw unknownError();
            case ERROR_AFTER -> {
                execute(route, call, route.operation(), 0);
                if (behaviour.settings.path("remember").asBoolean()) {
                    state.locked(() -> remember(route, call, 500, unknownError().body()));
                }
                throw unknownError();
            }
            case RATE_LIMIT -> throw StripeErrorException.of(429, "rate_limit_error", "rate_limit",
                    "Too many requests hit the API too quickly.");
            case HANG -> {
                Sandbox.pause(behaviour.number("millis", 600_000));
                yield SandboxReply.LOST;
            }
            case HANG_AFTER -> {
                execute(route, call, route.operation(), 0);
                Sandbox.pause(behaviour.number("millis", 600_000));
                yield SandboxReply.LOST;
            }
            case FAIL_LATER -> execute(route, call, same -> {
                ObjectNode refund = route.operation().apply(same);
                sandbox.refunds.later(same.account(), refund, "failed", millis);
                return refund;
            }, 0);
        };
    }

    /// The object that a parameter names: what is refunded.
    private static @Nullable ObjectNode named(StripeCall call) {
        return call.parameters().text("payment_intent").or(() -> call.parameters().text("charge"))
                .flatMap(call.account()::findAny).orElse(null);
    }

    private static StripeErrorException unknownError() {
        return StripeErrorException.of(500, "api_error", null, "An unknown error occurred");
    }

    private static StripeErrorException refusal(OrderedBehaviour behaviour) {
        String type = behaviour.text("type", "card_error");
        String message = behaviour.text("message", "Your card was declined.");
        if (type.equals("card_error")) {
            return StripeErrorException.card(behaviour.text("code", "card_declined"),
                    behaviour.text("declineCode", "generic_decline"), message);
        }
        return StripeErrorException.of((int) behaviour.number("status", 400), type,
                SandboxJson.text(behaviour.settings, "code"), message);
    }

    private SandboxReply execute(StripeRoute route, StripeCall call,
            Function<StripeCall, ObjectNode> operation, long delayMillis) {
        String key = call.origin().key();
        if (key == null) {
            Sandbox.pause(delayMillis);
            return SandboxReply.json(200, state.locked(() -> run(route, call, operation)));
        }
        if (key.length() > 255) {
            throw StripeErrorException.invalid(null,
                    "Idempotency keys can be at most 255 characters.", null);
        }
        SandboxReply earlier = state.locked(() -> begin(route, call, key));
        if (earlier != null) {
            return earlier;
        }
        Sandbox.pause(delayMillis);
        return state.locked(() -> finish(route, call, operation, key));
    }

    private static ObjectNode run(StripeRoute route, StripeCall call,
            Function<StripeCall, ObjectNode> operation) {
        call.parameters().allowOnly(route.parameters());
        return ObjectLists.expanded(call, operation.apply(call));
    }

    /// The reply to an earlier request with this key; or null, and the key is this request's.
    private static @Nullable SandboxReply begin(StripeRoute route, StripeCall call, String key) {
        String asked = asked(route, call);
        SavedReply saved = call.account().reply(key);
        if (saved == null) {
            call.account().saveReply(key, new SavedReply(asked,
                    call.parameters().canonical(), String.valueOf(call.origin().request()), 0,
                    SandboxJson.object(), call.account().now()));
            return null;
        }
        if (!saved.route().equals(asked)
                || !saved.parameters().equals(call.parameters().canonical())) {
            throw StripeErrorException.of(400, "idempotency_error", null,
                    "Keys for idempotent requests "
                            + "can only be used with the same parameters they were first used with. Try "
                            + "using a key other than '" + key
                            + "' if you meant to execute a different "
                            + "request.");
        }
        if (saved.running()) {
            throw StripeErrorException.of(409, "idempotency_error", "idempotency_key_in_use",
                    "There is currently another in-progress request using this idempotency key.");
        }
        return SandboxReply.json(saved.status(), saved.body()).with("Idempotency-Key", key)
                .with("Original-Request", saved.request()).with("Idempotent-Replayed", "true");
    }

    private static String asked(StripeRoute route, StripeCall call) {
        return route.name() + " " + String.join(" ", call.ids());
    }

    private static SandboxReply finish(StripeRoute route, StripeCall call,
            Function<StripeCall, ObjectNode> operation, String key) {
        try {
            ObjectNode body = run(route, call, operation);
            remember(route, call, 200, body);
            return SandboxReply.json(200, body).with("Idempotency-Key", key);
        } catch (StripeErrorException refusal) {
            if (refusal.unexecuted) {
                call.account().forgetReply(key);
            } else {
                remember(route, call, refusal.status, refusal.body());
            }
            throw refusal;
        } catch (RuntimeException bug) {
            call.account().forgetReply(key);
            throw bug;
        }
    }

    private static void remember(StripeRoute route, StripeCall call, int status, ObjectNode body) {
        String key = call.origin().key();
        if (key != null) {
            call.account().saveReply(key, new SavedReply(asked(route, call),
                    call.parameters().canonical(), String.valueOf(call.origin().request()), status,
                    body, call.account().now()));
        }
    }
}
