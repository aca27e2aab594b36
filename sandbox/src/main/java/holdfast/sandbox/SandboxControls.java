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
    private record ControlCall(@Nullable SandboxAccount account, String id, ObjectNode body) {

        SandboxAccount known() {
            if (account == null) {
                throw StripeErrorException.unauthorized("This control needs a secret key.");
            }
            return account;
        }
    }

    private record Control(String method, Pattern path, Function<ControlCall, ObjectNode> action) {}

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
                        call -> SandboxJson.object().put("released",
                                sandbox.webhooks.release(call.known(),
                                        call.body().path("order").asText("").equals("reverse")))),
                control("POST", "/sandbox/webhooks/resend/{id}",
                        call -> SandboxJson.object().put("sent",
                                sandbox.webhooks.resend(call.known(),
                                        call.known().get("event", call.id(), "id")))),
                control("POST", "/sandbox/sessions/{id}/pay", this::pay),
                control("POST", "/sandbox/payment_intents/{id}/expire", this::expire),
                control("POST", "/sandbox/payment_intents/{id}/refund", this::refund),
                control("POST", "/sandbox/payment_intents/{id}/dispute", this::dispute),
                control("POST", "/sandbox/refunds/{id}/fail", this::failRefund),
                control("GET", "/sandbox/ledger", this::ledger));
    }

    private static Control control(String method, String path,
            Function<ControlCall, ObjectNode> action) {
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
                    return control.action().apply(new ControlCall(account, id, body)).deepCopy();
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

    private List<SandboxAccount> accounts(ControlCall call) {
        return call.account() == null ? sandbox.state.accounts() : List.of(call.account());
    }

    private ObjectNode clock(ControlCall call) {
        long now = call.account() == null ? System.currentTimeMillis()
                : call.account().nowMillis();
        return SandboxJson.object().put("now", Instant.ofEpochMilli(now).toString());
    }

    /// `{"set": "2026-12-24T18:00:00Z"}` or `{"advanceSeconds": 3600}`.
    private ObjectNode setClock(ControlCall call) {
        for (SandboxAccount account : accounts(call)) {
            if (call.body().has("set")) {
                try {
                    account.setClock(Instant.parse(call.body().path("set").asText())
                            .toEpochMilli());
                } catch (DateTimeException broken) {
                    throw StripeErrorException.invalid(null,
                            "Not a time: " + call.body().path("set"),
                            "set");
                }
            }
            account.advanceClock(call.body().path("advanceSeconds").asLong() * 1000);
            sandbox.happen(account);
        }
        return clock(call);
    }

    private ObjectNode behaviours(ControlCall call) {
        ObjectNode json = SandboxJson.object();
        json.set("api", SandboxJson.array(api.behaviours.json(call.account())));
        json.set("webhooks", SandboxJson.array(sandbox.webhooks.behaviours.json(call.account())));
        return json;
    }

    private ObjectNode addBehaviour(ControlCall call) {
        return api.behaviours.add(call.account(), call.body().path("route").asText("*"),
                ApiFault.values(), call.body()).json();
    }

    private ObjectNode addWebhookBehaviour(ControlCall call) {
        return sandbox.webhooks.behaviours.add(call.account(),
                call.body().path("event").asText("*"), WebhookFault.values(), call.body())
                .json();
    }

    private ObjectNode clearBehaviours(ControlCall call) {
        api.behaviours.clear(call.account());
        sandbox.webhooks.behaviours.clear(call.account());
        return behaviours(call);
    }

    private ObjectNode deliveries(ControlCall call) {
        ObjectNode json = SandboxJson.object();
        json.set("data", SandboxJson.array(sandbox.webhooks.json(call.known())));
        return json;
    }

    /// Pays an open session as the hosted page would. `confirm` is what the customer tells the bank.
    private ObjectNode pay(ControlCall call) {
        SandboxAccount account = call.known();
        ObjectNode session = account.get("checkout.session", call.id(), "session");
        String number = call.body().path("card").asText(TestCard.SUCCEEDS.number);
        TestCard card = TestCard.ofNumber(number).orElseThrow(
                () -> StripeErrorException.invalid(null, "Not a test card: " + number, "card"));
        boolean confirm = call.body().path("confirm").asBoolean(true);
        SandboxSessions.Payment payment = sandbox.sessions.pay(account, session, card, confirm);
        if (payment == SandboxSessions.Payment.TO_BE_CONFIRMED
                && call.body().path("confirm").isBoolean()) {
            sandbox.sessions.refuseConfirmation(account, session);
            payment = SandboxSessions.Payment.DECLINED;
        }
        ObjectNode json = SandboxJson.object().put("result", OrderedBehaviours.name(payment));
        json.set("session", session);
        return json;
    }

    private static ObjectNode intent(ControlCall call) {
        return call.known().get("payment_intent", call.id(), "intent");
    }

    private ObjectNode expire(ControlCall call) {
        ObjectNode intent = intent(call);
        sandbox.intents.expireAuthorization(call.known(), intent);
        return intent;
    }

    private ObjectNode refund(ControlCall call) {
        ObjectNode charge = SandboxIntents.charge(call.known(), intent(call));
        long amount = call.body().path("amount").asLong(charge.path("amount").asLong()
                - charge.path("amount_refunded").asLong());
        return sandbox.refunds.refund(call.known(), charge, amount, "requested_by_customer",
                SandboxJson.object(), StripeOrigin.OTHER);
    }

    private ObjectNode dispute(ControlCall call) {
        ObjectNode charge = SandboxIntents.charge(call.known(), intent(call));
        return sandbox.disputes.open(call.known(), charge,
                call.body().path("amount").asLong(charge.path("amount_captured").asLong()),
                call.body().path("reason").asText("general"));
    }

    private ObjectNode failRefund(ControlCall call) {
        ObjectNode refund = call.known().get("refund", call.id(), "id");
        sandbox.refunds.fail(call.known(), refund,
                call.body().path("reason").asText("expired_or_canceled_card"));
        return refund;
    }

    private ObjectNode ledger(ControlCall call) {
        ObjectNode json = SandboxJson.object();
        json.set("accounts", SandboxJson.array(accounts(call).stream().map(SandboxLedger::json)
                .toList()));
        return json;
    }
}
