package holdfast.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checkout Sessions: what the hosted page shows and what it may be paid with, until it is paid or
/// has expired.
final class SandboxSessions {
    private static final long SHORTEST_SECONDS = 30 * 60;
    private static final long LONGEST_SECONDS = 24 * 60 * 60;
    static final List<String> LOCALES = List.of("auto", "de", "en", "en-GB");

    /// What became of a try to pay on the page.
    enum Payment {
        PAID, DECLINED, TO_BE_CONFIRMED, NOT_OPEN
    }

    private final SandboxEvents events;
    private final SandboxIntents intents;

    SandboxSessions(SandboxEvents events, SandboxIntents intents) {
        this.events = events;
        this.intents = intents;
    }

    // The API

    ObjectNode create(StripeCall call) {
        FormParameters parameters = call.parameters();
        SandboxAccount account = call.account();
        parameters.choice("mode", "", List.of("payment"));
        parameters.choice("payment_method_types[0]", "card", List.of("card"));
        String success = address(parameters, "success_url");
        long expires = parameters.integer("expires_at").orElse(account.now() + LONGEST_SECONDS);
        if (expires < account.now() + SHORTEST_SECONDS - 1) {
            throw StripeErrorException.invalid(null,
                    "The `expires_at` timestamp must be at least 30 "
                            + "minutes from Checkout Session creation.",
                    "expires_at");
        }
        if (expires > account.now() + LONGEST_SECONDS + 1) {
            throw StripeErrorException.invalid(null,
                    "The `expires_at` timestamp must be less than 24 "
                            + "hours from Checkout Session creation.",
                    "expires_at");
        }
        List<ObjectNode> items = items(account, parameters);
        String currency = items.getFirst().path("currency").asText();
        long total = items.stream().mapToLong(item -> item.path("amount_total").asLong()).sum();
        StripeAmounts.checkCharged(total, currency, "line_items");
        ObjectNode session = SandboxJson.object();
        String id = StripeIds.random("cs_test_", 58);
        session.put("id", id).put("object", "checkout.session").put("amount_subtotal", total)
                .put("amount_total", total)
                .put("cancel_url", parameters.text("cancel_url").isPresent()
                        ? address(parameters, "cancel_url") : null)
                .put("client_reference_id", parameters.text("client_reference_id").orElse(null))
                .put("created", account.now()).put("currency", currency).putNull("customer")
                .putNull("customer_details")
                .put("customer_email", parameters.text("customer_email").orElse(null))
                .put("expires_at", expires).put("livemode", false)
                .put("locale", parameters.text("locale").isEmpty() ? null
                        : parameters.choice("locale", "auto", LOCALES));
        session.set("metadata", parameters.metadata("metadata", SandboxJson.object()));
        session.put("mode", "payment").putNull("payment_intent");
        session.set("payment_method_types", SandboxJson.texts(List.of("card")));
        session.put("payment_status", "unpaid").put("status", "open").put("success_url", success)
                .put("ui_mode", "hosted_page").put("url", call.base() + "/c/pay/" + id);
        ObjectNode note = account.note(id);
        note.set("items", SandboxJson.array(items));
        ObjectNode wanted = note.putObject("intent");
        wanted.put("capture_method", SandboxIntents.captureMethod(parameters,
                "payment_intent_data[capture_method]"));
        wanted.put("description",
                parameters.text("payment_intent_data[description]").orElse(null));
        wanted.set("metadata",
                parameters.metadata("payment_intent_data[metadata]", SandboxJson.object()));
        account.saveNote(id);
        account.save(session);
        account.schedule(expires * 1000, id);
        return session;
    }

    private static String address(FormParameters parameters, String name) {
        String address = parameters.required(name);
        if (!address.matches("https?://[^\\s/]+.*")) {
            throw StripeErrorException.invalid("url_invalid", "Not a valid URL", name);
        }
        return address;
    }

    private static List<ObjectNode> items(SandboxAccount account, FormParameters parameters) {
        List<ObjectNode> items = new ArrayList<>();
        int count = parameters.count("line_items");
        for (int number = 0; number < count; number++) {
            String at = "line_items[" + number + "]";
            String price = at + "[price_data]";
            String currency = StripeAmounts.checked(parameters.required(price + "[currency]"),
                    price + "[currency]");
            if (number > 0 && !SandboxJson.is(items.getFirst(), "currency", currency)) {
                throw StripeErrorException.invalid(null,
                        "All line items must have the same currency.",
                        price + "[currency]");
            }
            String name = parameters.required(price + "[product_data][name]");
            long unit = parameters.requiredInteger(price + "[unit_amount]");
            long quantity = parameters.integer(at + "[quantity]").orElseThrow(
                    () -> StripeErrorException.parameterMissing(at + "[quantity]"));
            if (unit < 0 || quantity < 1 || quantity > 999_999) {
                throw StripeErrorException.invalid("parameter_invalid_integer",
                        "A price must not be negative, and a quantity must be from 1 to 999999.",
                        unit < 0 ? price + "[unit_amount]" : at + "[quantity]");
            }
            StripeAmounts.divisible(unit, currency, price + "[unit_amount]");
            items.add(item(account, name, unit, quantity, currency));
        }
        if (items.isEmpty()) {
            throw StripeErrorException.parameterMissing("line_items");
        }
        return items;
    }

    private static ObjectNode item(SandboxAccount account, String name, long unit, long quantity,
            String currency) {
        ObjectNode item = SandboxJson.object();
        long total = Math.multiplyExact(unit, quantity);
        item.put("id", StripeIds.next("li_")).put("object", "item").put("amount_discount", 0)
                .put("amount_subtotal", total).put("amount_tax", 0).put("amount_total", total)
                .put("currency", currency).put("description", name);
        ObjectNode price = item.putObject("price");
        price.put("id", StripeIds.next("price_")).put("object", "price").put("active", false)
                .put("billing_scheme", "per_unit").put("created", account.now())
                .put("currency", currency).put("livemode", false);
        price.putObject("metadata");
        price.put("product", StripeIds.next("prod_")).put("type", "one_time")
                .put("unit_amount", unit)
                .put("unit_amount_decimal", Long.toString(unit));
        return item.put("quantity", quantity);
    }

    ObjectNode expire(StripeCall call) {
        ObjectNode session = call.account().get("checkout.session", call.id(), "session");
        if (!SandboxJson.is(session, "status", "open")) {
            throw StripeErrorException.refused(null,
                    "Only Checkout Sessions with a status in [\"open\"] "
                            + "can be expired. This Checkout Session has a status of `"
                            + SandboxJson.text(session, "status") + "`.",
                    null);
        }
        close(call.account(), session, call.origin());
        return session;
    }

    ObjectNode lineItems(StripeCall call) {
        ObjectNode session = call.account().get("checkout.session", call.id(), "session");
        return itemList(call.account(), session.path("id").asText());
    }

    static ObjectNode itemList(SandboxAccount account, String session) {
        ObjectNode list = SandboxJson.object().put("object", "list");
        list.set("data", account.note(session).path("items").deepCopy());
        return list.put("has_more", false)
                .put("url", "/v1/checkout/sessions/" + session + "/line_items");
    }

    // What the hosted page, the controls and the clock do

    private void close(SandboxAccount account, ObjectNode session, StripeOrigin origin) {
        session.put("status", "expired").putNull("url");
        account.save(session);
        String intent = SandboxJson.text(session, "payment_intent");
        if (intent != null) {
            intents.close(account, account.get("payment_intent", intent, "intent"), null, origin);
        }
        events.emit(account, "checkout.session.expired", session, origin);
    }

    /// Pays with a card. `confirmed` says whether the bank has asked the customer already.
    Payment pay(SandboxAccount account, ObjectNode session, TestCard card, boolean confirmed) {
        if (!SandboxJson.is(session, "status", "open")) {
            return Payment.NOT_OPEN;
        }
        ObjectNode intent = intent(account, session);
        ObjectNode charge = intents.pay(account, intent, card, confirmed, StripeOrigin.OTHER);
        if (SandboxIntents.status(intent).equals("requires_action")) {
            return Payment.TO_BE_CONFIRMED;
        }
        if (charge != null && !charge.path("paid").asBoolean()) {
            return Payment.DECLINED;
        }
        complete(account, session);
        return Payment.PAID;
    }

    /// The customer refuses to confirm the payment at the bank.
    void refuseConfirmation(SandboxAccount account, ObjectNode session) {
        ObjectNode intent = waiting(account, session);
        if (intent != null) {
            intents.notConfirmed(account, intent, StripeOrigin.OTHER);
        }
    }

    /// The session's intent, if it waits for the customer to confirm.
    @Nullable
    ObjectNode waiting(SandboxAccount account, ObjectNode session) {
        String id = SandboxJson.text(session, "payment_intent");
        ObjectNode intent = id == null ? null : account.find("payment_intent", id);
        return intent != null && SandboxJson.is(session, "status", "open")
                && SandboxIntents.status(intent).equals("requires_action") ? intent : null;
    }

    /// As at Stripe, the first try to pay makes the intent.
    private ObjectNode intent(SandboxAccount account, ObjectNode session) {
        String made = SandboxJson.text(session, "payment_intent");
        if (made != null) {
            return account.get("payment_intent", made, "intent");
        }
        String id = session.path("id").asText();
        ObjectNode wanted = (ObjectNode) account.note(id).path("intent");
        ObjectNode intent = intents.open(account, session.path("amount_total").asLong(),
                session.path("currency").asText(), wanted.path("capture_method").asText(),
                ((ObjectNode) wanted.path("metadata")).deepCopy(),
                SandboxJson.text(wanted, "description"),
                SandboxJson.text(session, "customer_email"),
                StripeOrigin.OTHER);
        String intentId = intent.path("id").asText();
        account.note(intentId).put("session", id);
        account.saveNote(intentId);
        account.save(session.put("payment_intent", intentId));
        return intent;
    }

    private void complete(SandboxAccount account, ObjectNode session) {
        session.put("status", "complete").putNull("url");
        session.putObject("customer_details").put("email",
                SandboxJson.text(session, "customer_email"));
        account.save(session);
        events.emit(account, "checkout.session.completed", session, StripeOrigin.OTHER);
    }

    /// A slow bank has answered.
    void settled(SandboxAccount account, ObjectNode intent) {
        String id = SandboxJson.text(account.note(intent.path("id").asText()), "session");
        ObjectNode session = id == null ? null : account.find("checkout.session", id);
        if (session != null) {
            events.emit(account, "checkout.session.async_payment_succeeded", session,
                    StripeOrigin.OTHER);
        }
    }

    void due(SandboxAccount account, ObjectNode session) {
        if (SandboxJson.is(session, "status", "open")
                && session.path("expires_at").asLong() <= account.now()) {
            close(account, session, StripeOrigin.OTHER);
        }
    }

    static ArrayNode items(SandboxAccount account, ObjectNode session) {
        return (ArrayNode) account.note(session.path("id").asText()).path("items");
    }
}
