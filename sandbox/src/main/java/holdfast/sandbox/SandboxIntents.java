package holdfast.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Payment intents: what shall be paid, through all tries to pay it.
final class SandboxIntents {
    private static final List<String> CAPTURE_METHODS =
            List.of("automatic", "automatic_async", "manual");
    private static final Set<String> CANCELABLE = Set.of("requires_payment_method",
            "requires_confirmation", "requires_action", "requires_capture");
    private static final List<String> CANCELLATION_REASONS =
            List.of("", "abandoned", "duplicate", "fraudulent", "requested_by_customer");
    private static final long SLOW_MILLIS = 5000;

    private final SandboxEvents events;
    private final SandboxCharges charges;

    SandboxIntents(SandboxEvents events, SandboxCharges charges) {
        this.events = events;
        this.charges = charges;
    }

    // The API

    ObjectNode create(StripeCall call) {
        FormParameters parameters = call.parameters();
        long amount = parameters.requiredInteger("amount");
        String currency = StripeAmounts.checked(parameters.required("currency"), "currency");
        StripeAmounts.checkCharged(amount, currency, "amount");
        String captureMethod = captureMethod(parameters, "capture_method");
        ObjectNode intent = open(call.account(), amount, currency, captureMethod,
                parameters.metadata("metadata", SandboxJson.object()),
                parameters.text("description").orElse(null),
                parameters.text("receipt_email").orElse(null), call.origin());
        return parameters.truth("confirm", false) ? confirm(call, intent) : intent;
    }

    static String captureMethod(FormParameters parameters, String name) {
        return parameters.choice(name, "automatic_async", CAPTURE_METHODS);
    }

    ObjectNode update(StripeCall call) {
        ObjectNode intent = get(call);
        intent.set("metadata", call.parameters().metadata("metadata",
                (ObjectNode) intent.path("metadata")));
        call.parameters().text("description").ifPresent(text -> intent.put("description", text));
        return call.account().save(intent);
    }

    ObjectNode confirm(StripeCall call) {
        return confirm(call, get(call));
    }

    private ObjectNode confirm(StripeCall call, ObjectNode intent) {
        refuseIfOpenInSession(call.account(), intent, "confirm");
        if (!Set.of("requires_payment_method", "requires_confirmation", "requires_action")
                .contains(status(intent))) {
            throw unexpected(intent, "confirm", "requires_confirmation or requires_action");
        }
        String token = call.parameters().text("payment_method").orElse(null);
        if (token == null) {
            throw StripeErrorException.invalid("parameter_missing", "You cannot confirm this "
                    + "PaymentIntent because it's missing a payment method.", "payment_method");
        }
        TestCard card = TestCard.ofToken(token).orElseThrow(() -> StripeErrorException.missing(
                "PaymentMethod", token, "payment_method"));
        ObjectNode charge = pay(call.account(), intent, card, false, call.origin());
        if (charge != null && !charge.path("paid").asBoolean()) {
            TestCard.Decline decline =
                    card.decline == null ? TestCard.Decline.NOT_CONFIRMED : card.decline;
            throw StripeErrorException.card(decline, charge.path("id").asText())
                    .with("payment_intent", intent);
        }
        return intent;
    }

    ObjectNode capture(StripeCall call) {
        ObjectNode intent = get(call);
        if (!status(intent).equals("requires_capture")) {
            throw unexpected(intent, "capture", "requires_capture");
        }
        long capturable = intent.path("amount_capturable").asLong();
        long amount = call.parameters().integer("amount_to_capture").orElse(capturable);
        String currency = intent.path("currency").asText();
        StripeAmounts.checkCharged(amount, currency, "amount_to_capture");
        if (amount > capturable) {
            throw StripeErrorException.refused("amount_too_large",
                    "The amount is larger than what can be captured.", "amount_to_capture")
                    .with("payment_intent", intent);
        }
        SandboxAccount account = call.account();
        ObjectNode charge = charge(account, intent);
        charges.capture(account, charge, amount, call.origin());
        succeeded(account, intent, amount, call.origin());
        return intent;
    }

    ObjectNode cancel(StripeCall call) {
        ObjectNode intent = get(call);
        String reason =
                call.parameters().choice("cancellation_reason", "", CANCELLATION_REASONS);
        refuseIfOpenInSession(call.account(), intent, "cancel");
        if (!CANCELABLE.contains(status(intent))) {
            throw unexpected(intent, "cancel", String.join(", ", CANCELABLE.stream().sorted()
                    .toList()));
        }
        close(call.account(), intent, reason.isEmpty() ? null : reason, call.origin());
        return intent;
    }

    private static ObjectNode get(StripeCall call) {
        return call.account().get("payment_intent", call.id(), "intent");
    }

    private static StripeErrorException unexpected(ObjectNode intent, String verb, String wanted) {
        return StripeErrorException.refused("payment_intent_unexpected_state", "You cannot " + verb
                + " this PaymentIntent because it has a status of " + status(intent)
                + ". Only a PaymentIntent with one of the following statuses may be "
                + "used: " + wanted + ".", null).with("payment_intent", intent);
    }

    /// While its session is open, a payment intent is closed by expiring the session.
    private static void refuseIfOpenInSession(SandboxAccount account, ObjectNode intent,
            String verb) {
        String id = SandboxJson.text(account.note(intent.path("id").asText()), "session");
        ObjectNode session = id == null ? null : account.find("checkout.session", id);
        if (session != null && SandboxJson.is(session, "status", "open")) {
            throw StripeErrorException.refused("payment_intent_unexpected_state",
                    "You cannot " + verb
                            + " this PaymentIntent because it belongs to the open Checkout Session "
                            + id
                            + ". Expire the session instead.",
                    null).with("payment_intent", intent);
        }
    }

    // What the API, the hosted page, the controls and the clock do to an intent

    ObjectNode open(SandboxAccount account, long amount, String currency, String captureMethod,
            ObjectNode metadata, @Nullable String description, @Nullable String email,
            StripeOrigin origin) {
        ObjectNode intent = SandboxJson.object();
        String id = StripeIds.next("pi_");
        intent.put("id", id).put("object", "payment_intent").put("amount", amount)
                .put("amount_capturable", 0).put("amount_received", 0).putNull("canceled_at")
                .putNull("cancellation_reason").put("capture_method", captureMethod)
                .put("client_secret", id + "_secret_" + StripeIds.next(""))
                .put("confirmation_method", "automatic").put("created", account.now())
                .put("currency", currency).putNull("customer").put("description", description)
                .putNull("last_payment_error").putNull("latest_charge").put("livemode", false);
        intent.set("metadata", metadata);
        intent.putNull("next_action").putNull("payment_method");
        intent.set("payment_method_types", SandboxJson.texts(List.of("card")));
        intent.putNull("processing").put("receipt_email", email)
                .put("status", "requires_payment_method");
        account.save(intent);
        events.emit(account, "payment_intent.created", intent, origin);
        return intent;
    }

    /// Tries to pay with a card. Returns the charge; or null if there is none yet, because the
    /// customer must confirm or the bank is slow.
    @Nullable
    ObjectNode pay(SandboxAccount account, ObjectNode intent, TestCard card, boolean confirmed,
            StripeOrigin origin) {
        if (card == TestCard.NEEDS_CONFIRMATION && !confirmed) {
            wait(account, intent, card, "requires_action");
            intent.putObject("next_action").put("type", "use_stripe_sdk");
            account.save(intent);
            events.emit(account, "payment_intent.requires_action", intent, origin);
            return null;
        }
        if (card == TestCard.SLOW && !status(intent).equals("processing")) {
            wait(account, intent, card, "processing");
            long at = account.nowMillis() + SLOW_MILLIS;
            ObjectNode note = account.note(intent.path("id").asText()).put("settles", at);
            note.put("card", card.number);
            account.saveNote(intent.path("id").asText());
            account.schedule(at, intent.path("id").asText());
            account.save(intent);
            events.emit(account, "payment_intent.processing", intent, origin);
            return null;
        }
        return answered(account, intent, card, card.decline, origin);
    }

    private static void wait(SandboxAccount account, ObjectNode intent, TestCard card,
            String status) {
        intent.put("status", status).putNull("last_payment_error")
                .put("payment_method", StripeIds.next("pm_"));
        account.note(intent.path("id").asText()).put("card", card.number);
        account.saveNote(intent.path("id").asText());
    }

    /// The customer did not confirm the payment at the bank.
    ObjectNode notConfirmed(SandboxAccount account, ObjectNode intent, StripeOrigin origin) {
        return answered(account, intent, TestCard.NEEDS_CONFIRMATION,
                TestCard.Decline.NOT_CONFIRMED,
                origin);
    }

    private ObjectNode answered(SandboxAccount account, ObjectNode intent, TestCard card,
            TestCard.@Nullable Decline decline, StripeOrigin origin) {
        boolean manual = SandboxJson.is(intent, "capture_method", "manual");
        long amount = intent.path("amount").asLong();
        ObjectNode charge = charges.make(account, new SandboxCharges.Wanted(amount,
                intent.path("currency").asText(), card, !manual, intent.path("id").asText(),
                (ObjectNode) intent.path("metadata"), SandboxJson.text(intent, "description"),
                SandboxJson.text(intent, "receipt_email")), decline, origin);
        intent.set("latest_charge", charge.path("id"));
        intent.putNull("next_action");
        if (decline != null) {
            intent.put("status", "requires_payment_method").putNull("payment_method");
            intent.set("last_payment_error",
                    StripeErrorException.card(decline, charge.path("id").asText()).error);
            account.save(intent);
            events.emit(account, "payment_intent.payment_failed", intent, origin);
            return charge;
        }
        intent.putNull("last_payment_error");
        intent.set("payment_method", charge.path("payment_method"));
        if (manual) {
            intent.put("status", "requires_capture").put("amount_capturable", amount);
            account.save(intent);
            account.schedule(captureBefore(charge) * 1000, intent.path("id").asText());
            events.emit(account, "payment_intent.amount_capturable_updated", intent, origin);
        } else {
            succeeded(account, intent, amount, origin);
        }
        return charge;
    }

    private void succeeded(SandboxAccount account, ObjectNode intent, long amount,
            StripeOrigin origin) {
        intent.put("status", "succeeded").put("amount_capturable", 0)
                .put("amount_received", amount);
        account.save(intent);
        String session = SandboxJson.text(account.note(intent.path("id").asText()), "session");
        ObjectNode opened = session == null ? null : account.find("checkout.session", session);
        if (opened != null) {
            account.save(opened.put("payment_status", "paid"));
        }
        events.emit(account, "payment_intent.succeeded", intent, origin);
    }

    /// Cancels an intent that is not paid; what was authorised is released.
    void close(SandboxAccount account, ObjectNode intent, @Nullable String reason,
            StripeOrigin origin) {
        boolean authorized = status(intent).equals("requires_capture");
        intent.put("status", "canceled").put("canceled_at", account.now())
                .put("cancellation_reason", reason).put("amount_capturable", 0)
                .putNull("next_action");
        account.save(intent);
        if (authorized) {
            charges.release(account, charge(account, intent), intent.path("amount").asLong(),
                    "expired".equals(reason) ? SandboxLedger.Kind.EXPIRED
                            : SandboxLedger.Kind.RELEASED,
                    origin);
        }
        events.emit(account, "payment_intent.canceled", intent, origin);
    }

    /// The bank no longer keeps the amount.
    void expireAuthorization(SandboxAccount account, ObjectNode intent) {
        if (status(intent).equals("requires_capture")) {
            close(account, intent, "expired", StripeOrigin.OTHER);
        }
    }

    /// A slow bank answers, or an authorisation ends, if it is time. Returns whether the bank has
    /// answered.
    boolean due(SandboxAccount account, ObjectNode intent) {
        ObjectNode note = account.note(intent.path("id").asText());
        if (status(intent).equals("processing")
                && note.path("settles").asLong() <= account.nowMillis()) {
            TestCard card = TestCard.ofNumber(note.path("card").asText()).orElse(TestCard.SLOW);
            answered(account, intent, card, card.decline, StripeOrigin.OTHER);
            return true;
        }
        if (status(intent).equals("requires_capture")
                && captureBefore(charge(account, intent)) <= account.now()) {
            expireAuthorization(account, intent);
        }
        return false;
    }

    static ObjectNode charge(SandboxAccount account, ObjectNode intent) {
        return account.get("charge", intent.path("latest_charge").asText(), "charge");
    }

    static long captureBefore(ObjectNode charge) {
        return charge.path("payment_method_details").path("card").path("capture_before").asLong();
    }

    static String status(ObjectNode intent) {
        return intent.path("status").asText();
    }
}
