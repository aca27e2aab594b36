package holdfast.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The controls under `/sandbox`, in JSON: what tests steer the provider with. With a secret key a
/// control is for the key's account; clock, behaviours and ledger can also be asked without one, for
/// all accounts.
final class SandboxControls {
    private final Sandbox sandbox;
    private final StripeApi api;
    private final List<Control> controls;

    /// What a control gets: the account (or none, for all), the id in its path, and its body.
    private record Order(@Nullable SandboxAccount account, String id, ObjectNode body) {

        SandboxAccount known() {
            if (account == null) {
                throw StripeErrorException.unauthorized("This control needs a secret key.");
            }
            return account;
        }
    }

    private record Control(String method, Pattern path, Function<Order, ObjectNode> action) {}

    SandboxControls(Sandbox sandbox, StripeApi api) {
        this.sandbox = sandbox;
        this.api = api;
        controls = List.of(
                control("GET", "/sandbox/clock", this::clock),
                control("POST", "/sandbox/clock", this::setClock),
                control("GET", "/sandbox/behaviours", this::behaviours),
                control("POST", "/sandbox/behaviours", this::addBehaviour),
                control("DELETE", "/sandbox/behaviours", this::clearBehaviours),
                control("POST", "/sandbox/webhooks/behaviours", this::addWebhookBehaviour),
                control("GET", "/sandbox/webhooks/deliveries", this::deliveries),
                control("POST", "/sandbox/webhooks/release",
                        order -> SandboxJson.object().put("released",
                                sandbox.webhooks.release(order.known(),
                                        order.body().path("order").asText("").equals("reverse")))),
                control("POST", "/sandbox/webhooks/resend/{id}",
                        order -> SandboxJson.object().put("sent",
                                sandbox.webhooks.resend(order.known(),
                                        order.known().get("event", order.id(), "id")))),
                control("POST", "/sandbox/sessions/{id}/pay", this::pay),
                control("POST", "/sandbox/payment_intents/{id}/expire", this::expire),
                control("POST", "/sandbox/payment_intents/{id}/refund", this::refund),
                control("POST", "/sandbox/payment_intents/{id}/dispute", this::dispute),
                control("POST", "/sandbox/refunds/{id}/fail", this::failRefund),
                control("GET", "/sandbox/ledger", this::ledger));
    }

    private static Control control(String method, String path,
            Function<Order, ObjectNode> action) {
        return new Control(method,
                Pattern.compile(path.replace("{id}", "([A-Za-z0-9_]+)")), action);
    }

    SandboxReply serve(SandboxRequest request) {
        for (Control control : controls) {
            Matcher path = control.path().matcher(request.path());
            if (control.method().equals(request.method()) && path.matches()) {
                ObjectNode body = body(request);
                Optional<String> key = request.key().isEmpty() ? Optional.empty()
                        : Optional.of(StripeApi.secretKey(request));
                String id = path.groupCount() == 0 ? "" : path.group(1);
                return SandboxReply.json(200, sandbox.state.locked(() -> {
                    SandboxAccount account = key.map(sandbox.state::account).orElse(null);
                    if (account != null) {
                        sandbox.happen(account);
                    }
                    return control.action().apply(new Order(account, id, body)).deepCopy();
                }));
            }
        }
        throw StripeErrorException.of(404, "invalid_request_error", null,
                "The sandbox has no " + request.method() + " " + request.path());
    }

    private static ObjectNode body(SandboxRequest request) {
        try {
            return request.body().isBlank() ? SandboxJson.object()
                    : SandboxJson.parse(request.body());
        } catch (JsonProcessingException broken) {
            throw StripeErrorException.invalid(null, "The body must be a JSON object.", null);
        }
    }

    private List<SandboxAccount> accounts(Order order) {
        return order.account() == null ? sandbox.state.accounts() : List.of(order.account());
    }

    private ObjectNode clock(Order order) {
        long now = order.account() == null ? System.currentTimeMillis()
                : order.account().nowMillis();
        return SandboxJson.object().put("now", Instant.ofEpochMilli(now).toString());
    }

    /// `{"set": "2026-12-24T18:00:00Z"}` or `{"advanceSeconds": 3600}`.
    private ObjectNode setClock(Order order) {
        for (SandboxAccount account : accounts(order)) {
            if (order.body().has("set")) {
                try {
                    account.setClock(Instant.parse(order.body().path("set").asText())
                            .toEpochMilli());
                } catch (DateTimeException broken) {
                    throw StripeErrorException.invalid(null,
                            "Not a time: " + order.body().path("set"),
                            "set");
                }
            }
            account.advanceClock(order.body().path("advanceSeconds").asLong() * 1000);
            sandbox.happen(account);
        }
        return clock(order);
    }

    private ObjectNode behaviours(Order order) {
        ObjectNode json = SandboxJson.object();
        json.set("api", SandboxJson.array(api.behaviours.json(order.account())));
        json.set("webhooks", SandboxJson.array(sandbox.webhooks.behaviours.json(order.account())));
        return json;
    }

    private ObjectNode addBehaviour(Order order) {
        return api.behaviours.add(order.account(), order.body().path("route").asText("*"),
                ApiFault.values(), order.body()).json();
    }

    private ObjectNode addWebhookBehaviour(Order order) {
        return sandbox.webhooks.behaviours.add(order.account(),
                order.body().path("event").asText("*"), WebhookFault.values(), order.body())
                .json();
    }

    private ObjectNode clearBehaviours(Order order) {
        api.behaviours.clear(order.account());
        sandbox.webhooks.behaviours.clear(order.account());
        return behaviours(order);
    }

    private ObjectNode deliveries(Order order) {
        ObjectNode json = SandboxJson.object();
        json.set("data", SandboxJson.array(sandbox.webhooks.json(order.known())));
        return json;
    }

    /// Pays an open session as the hosted page would. `confirm` is what the customer tells the bank.
    private ObjectNode pay(Order order) {
        SandboxAccount account = order.known();
        ObjectNode session = account.get("checkout.session", order.id(), "session");
        String number = order.body().path("card").asText(TestCard.SUCCEEDS.number);
        TestCard card = TestCard.ofNumber(number).orElseThrow(
                () -> StripeErrorException.invalid(null, "Not a test card: " + number, "card"));
        boolean confirm = order.body().path("confirm").asBoolean(true);
        SandboxSessions.Payment payment = sandbox.sessions.pay(account, session, card, confirm);
        if (payment == SandboxSessions.Payment.TO_BE_CONFIRMED
                && order.body().path("confirm").isBoolean()) {
            sandbox.sessions.refuseConfirmation(account, session);
            payment = SandboxSessions.Payment.DECLINED;
        }
        ObjectNode json = SandboxJson.object().put("result", OrderedBehaviours.name(payment));
        json.set("session", session);
        return json;
    }

    private static ObjectNode intent(Order order) {
        return order.known().get("payment_intent", order.id(), "intent");
    }

    private ObjectNode expire(Order order) {
        ObjectNode intent = intent(order);
        sandbox.intents.expireAuthorization(order.known(), intent);
        return intent;
    }

    private ObjectNode refund(Order order) {
        ObjectNode charge = SandboxIntents.charge(order.known(), intent(order));
        long amount = order.body().path("amount").asLong(charge.path("amount").asLong()
                - charge.path("amount_refunded").asLong());
        return sandbox.refunds.refund(order.known(), charge, amount, "requested_by_customer",
                SandboxJson.object(), StripeOrigin.OTHER);
    }

    private ObjectNode dispute(Order order) {
        ObjectNode charge = SandboxIntents.charge(order.known(), intent(order));
        return sandbox.disputes.open(order.known(), charge,
                order.body().path("amount").asLong(charge.path("amount_captured").asLong()),
                order.body().path("reason").asText("general"));
    }

    private ObjectNode failRefund(Order order) {
        ObjectNode refund = order.known().get("refund", order.id(), "id");
        sandbox.refunds.fail(order.known(), refund,
                order.body().path("reason").asText("expired_or_canceled_card"));
        return refund;
    }

    private ObjectNode ledger(Order order) {
        ObjectNode json = SandboxJson.object();
        json.set("accounts", SandboxJson.array(accounts(order).stream().map(SandboxLedger::json)
                .toList()));
        return json;
    }
}
