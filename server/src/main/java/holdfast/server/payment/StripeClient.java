package holdfast.server.payment;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.Invalid;
import holdfast.server.catalog.Money;
import holdfast.server.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Checkout Sessions, Payment Intents and Refunds of Stripe's API. Our ids stand in the metadata, so
/// that what is found there can be told apart.
final class StripeClient implements ProviderClient {
    /// A session lives for at least 30 minutes; the rest is for sending it again.
    private static final Duration WINDOW = Duration.ofMinutes(35);
    private static final String SESSIONS = "/v1/checkout/sessions";
    private static final String INTENTS = "/v1/payment_intents";
    private static final String REFUNDS = "/v1/refunds";
    private static final int PAGE = 100;
    private static final int MOST_PAGES = 50;

    private final StripeCalls calls;
    private final String webhookSecret;
    private final boolean live;
    private final String capture;

    StripeClient(StripeCalls calls, String webhookSecret, boolean live, String capture) {
        this.calls = calls;
        this.webhookSecret = webhookSecret;
        this.live = live;
        this.capture = capture;
    }

    @Override
    public Duration window() {
        return WINDOW;
    }

    @Override
    public Answer<Opened> open(String key, Opening what) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("mode", "payment");
        form.put("line_items[0][price_data][currency]",
                what.amount().currency().toLowerCase(Locale.ROOT));
        form.put("line_items[0][price_data][unit_amount]",
                Long.toString(ProviderAmounts.units(what.amount())));
        form.put("line_items[0][price_data][product_data][name]", what.about());
        form.put("line_items[0][quantity]", "1");
        form.put("payment_intent_data[capture_method]", capture);
        form.put("payment_intent_data[metadata][payment]", what.payment());
        form.put("metadata[payment]", what.payment());
        form.put("client_reference_id", what.payment());
        form.put("success_url", what.returnTo());
        form.put("cancel_url", what.returnTo());
        form.put("expires_at", Long.toString(what.deadline().getEpochSecond()));
        Answer<JsonNode> answer = calls.post(key, SESSIONS, form);
        return answer instanceof Answer.Done<JsonNode> done
                ? Answer.done(opened(done.value())) : Answer.notDone(answer);
    }

    private static Opened opened(JsonNode session) {
        String next = Json.text(json -> json.put("kind", "redirect")
                .put("url", session.path("url").asText()));
        return new Opened(session.path("id").asText(), intent(session), next,
                Instant.ofEpochSecond(session.path("expires_at").asLong()));
    }

    private static Optional<String> intent(JsonNode of) {
        JsonNode intent = of.path("payment_intent");
        String id = intent.isObject() ? intent.path("id").asText() : intent.asText("");
        return id.isEmpty() || intent.isNull() ? Optional.empty() : Optional.of(id);
    }

    @Override
    public Answer<String> close(String key, Refs refs) {
        Answer<JsonNode> answer = calls.post(key,
                SESSIONS + "/" + StripeCalls.encoded(refs.opened()) + "/expire", Map.of());
        return answer instanceof Answer.Done<JsonNode> done
                ? Answer.done(done.value().path("status").asText()) : Answer.notDone(answer);
    }

    @Override
    public Answer<Look> look(Refs refs) {
        Optional<String> intent = refs.charge();
        if (intent.isEmpty()) {
            Answer<JsonNode> answer = calls.get(
                    SESSIONS + "/" + StripeCalls.encoded(refs.opened()), Map.of());
            if (!(answer instanceof Answer.Done<JsonNode> done)) {
                return Answer.notDone(answer);
            }
            String status = done.value().path("status").asText();
            intent = intent(done.value());
            // An expired session can have an intent, which is cancelled with it.
            if (status.equals("expired") || intent.isEmpty()) {
                return Answer.done(Look.of(
                        status.equals("expired") ? Status.CLOSED : Status.OPEN));
            }
        }
        Answer<JsonNode> answer = calls.get(INTENTS + "/" + StripeCalls.encoded(intent.get()),
                Map.of("expand[]", "latest_charge"));
        return answer instanceof Answer.Done<JsonNode> done ? Answer.done(look(done.value()))
                : Answer.notDone(answer);
    }

    private static Look look(JsonNode intent) {
        String currency = intent.path("currency").asText().toUpperCase(Locale.ROOT);
        boolean disputed = intent.path("latest_charge").path("disputed").asBoolean();
        return new Look(status(intent), Optional.of(intent.path("id").asText()),
                ProviderAmounts.amount(intent.path("amount_received").asLong(), currency),
                disputed ? Optional.of("open") : Optional.empty(), declined(intent));
    }

    /// A new try to pay takes the last one's error away.
    private static Optional<String> declined(JsonNode intent) {
        String code = intent.path("last_payment_error").path("code").asText("");
        return intent.path("status").asText().equals("requires_payment_method") && !code.isEmpty()
                ? Optional.of(code) : Optional.empty();
    }

    private static Status status(JsonNode intent) {
        return switch (intent.path("status").asText()) {
            case "requires_capture" -> Status.AUTHORISED;
            case "succeeded" -> Status.CAPTURED;
            case "canceled" -> Status.CLOSED;
            default -> Status.OPEN;
        };
    }

    @Override
    public Answer<String> capture(String key, Refs refs, Money amount) {
        return onIntent(key, refs, "/capture", Map.of("amount_to_capture",
                Long.toString(ProviderAmounts.units(amount))), "succeeded");
    }

    @Override
    public Answer<String> release(String key, Refs refs) {
        return onIntent(key, refs, "/cancel", Map.of(), "canceled");
    }

    private Answer<String> onIntent(String key, Refs refs, String what, Map<String, String> form,
            String expected) {
        Answer<JsonNode> answer = calls.post(key,
                INTENTS + "/" + StripeCalls.encoded(refs.charge().orElse("none")) + what, form);
        if (!(answer instanceof Answer.Done<JsonNode> done)) {
            return Answer.notDone(answer);
        }
        String status = done.value().path("status").asText();
        return status.equals(expected) ? Answer.done(status)
                : new Answer.Unknown<>("the intent is " + status);
    }

    @Override
    public Answer<ProviderRefund> refund(String key, Refs refs, RefundOrder order) {
        Answer<JsonNode> answer = calls.post(key, REFUNDS, Map.of(
                "payment_intent", refs.charge().orElse("none"),
                "amount", Long.toString(ProviderAmounts.units(order.amount())),
                "metadata[refund]", order.id()));
        return answer instanceof Answer.Done<JsonNode> done ? Answer.done(refund(done.value()))
                : Answer.notDone(answer);
    }

    private static ProviderRefund refund(JsonNode refund) {
        String currency = refund.path("currency").asText().toUpperCase(Locale.ROOT);
        String order = refund.path("metadata").path("refund").asText("");
        RefundStatus status = switch (refund.path("status").asText()) {
            case "succeeded" -> RefundStatus.DONE;
            case "failed", "canceled" -> RefundStatus.FAILED;
            default -> RefundStatus.PENDING;
        };
        return new ProviderRefund(refund.path("id").asText(),
                order.isEmpty() ? Optional.empty() : Optional.of(order), intent(refund),
                ProviderAmounts.amount(refund.path("amount").asLong(), currency), status);
    }

    @Override
    public Answer<List<ProviderRefund>> refunds(Refs refs) {
        if (refs.charge().isEmpty()) {
            return Answer.done(List.of());
        }
        Answer<List<JsonNode>> all =
                pages(REFUNDS, Map.of("payment_intent", refs.charge().get()));
        return all instanceof Answer.Done<List<JsonNode>> done
                ? Answer.done(done.value().stream().map(StripeClient::refund).toList())
                : Answer.notDone(all);
    }

    @Override
    public Answer<Page<ProviderPayment>> payments(Instant since, Optional<String> after) {
        return page(INTENTS, since, after, items -> items.stream().map(StripeClient::payment)
                .filter(each -> each.status() == Status.AUTHORISED
                        || each.status() == Status.CAPTURED)
                .toList());
    }

    @Override
    public Answer<Page<ProviderRefund>> refunds(Instant since, Optional<String> after) {
        return page(REFUNDS, since, after,
                items -> items.stream().map(StripeClient::refund).toList());
    }

    private <T> Answer<Page<T>> page(String path, Instant since, Optional<String> after,
            Function<List<JsonNode>, List<T>> read) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("created[gte]", Long.toString(since.getEpochSecond()));
        query.put("limit", Integer.toString(PAGE));
        after.ifPresent(mark -> query.put("starting_after", mark));
        Answer<JsonNode> answer = calls.get(path, query);
        if (!(answer instanceof Answer.Done<JsonNode> done)) {
            return Answer.notDone(answer);
        }
        List<JsonNode> items = new ArrayList<>();
        done.value().path("data").forEach(items::add);
        return Answer.done(new Page<>(read.apply(items),
                done.value().path("has_more").asBoolean() && !items.isEmpty()
                        ? Optional.of(items.getLast().path("id").asText()) : Optional.empty()));
    }

    private static ProviderPayment payment(JsonNode intent) {
        Look look = look(intent);
        String ours = intent.path("metadata").path("payment").asText("");
        String currency = intent.path("currency").asText().toUpperCase(Locale.ROOT);
        return new ProviderPayment(intent.path("id").asText(),
                ours.isEmpty() ? Optional.empty() : Optional.of(ours), look.status(),
                new Money(ProviderAmounts.amount(intent.path("amount").asLong(), currency),
                        currency),
                look.captured());
    }

    private Answer<List<JsonNode>> pages(String path, Map<String, String> query) {
        List<JsonNode> all = new ArrayList<>();
        Map<String, String> page = new LinkedHashMap<>(query);
        page.put("limit", Integer.toString(PAGE));
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            Answer<JsonNode> answer = calls.get(path, page);
            if (!(answer instanceof Answer.Done<JsonNode> done)) {
                return Answer.notDone(answer);
            }
            done.value().path("data").forEach(all::add);
            if (!done.value().path("has_more").asBoolean() || all.isEmpty()) {
                return Answer.done(all);
            }
            page.put("starting_after", all.getLast().path("id").asText());
        }
        return new Answer.Unknown<>("too many pages");
    }

    @Override
    public Hint read(Delivery delivery, Instant now) {
        if (webhookSecret.isEmpty()) {
            return new Rejected("no signing secret is set");
        }
        String header = delivery.header("Stripe-Signature").orElse("");
        Optional<String> complaint =
                StripeSignature.complaint(header, delivery.body(), webhookSecret, now);
        if (complaint.isPresent()) {
            return new Rejected(complaint.get());
        }
        try {
            JsonNode event = Json.tree(delivery.body());
            if (event.path("livemode").asBoolean() != live) {
                return new Rejected("the event is of the other mode, test or live");
            }
            JsonNode object = event.path("data").path("object");
            List<String> refs = new ArrayList<>();
            refs.add(object.path("id").asText());
            intent(object).ifPresent(refs::add);
            String ours = object.path("metadata").path("payment").asText("");
            if (!ours.isEmpty()) {
                refs.add(ours);
            }
            String id = event.path("id").asText("");
            return id.isEmpty() || id.length() > PAGE * 2
                    ? new Rejected("the event has no id")
                    : new About(id, event.path("type").asText(), refs);
        } catch (Invalid notJson) {
            return new Rejected("the body is not JSON");
        }
    }
}
