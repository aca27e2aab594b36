package holdfast.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.annotations.SerializedName;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.Event;
import com.stripe.model.ExpandableField;
import com.stripe.model.LineItem;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.StripeError;
import com.stripe.model.StripeObject;
import com.stripe.model.WebhookEndpoint;
import com.stripe.model.checkout.Session;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Each field that the sandbox writes exists, under its name, in the class that Stripe's library has
/// for the object.
class StripeFieldsTest {
    private static final Map<String, Class<?>> CLASSES = Map.of("checkout.session", Session.class,
            "payment_intent", PaymentIntent.class, "charge", Charge.class, "refund", Refund.class,
            "dispute", Dispute.class, "event", Event.class, "webhook_endpoint",
            WebhookEndpoint.class, "item", LineItem.class);

    /// The names of fields that the class does not have, with their path.
    private static List<String> unknown(JsonNode json, Class<?> type, String at) {
        List<String> unknown = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : json.properties()) {
            String path = at + "." + each.getKey();
            Field field = field(type, each.getKey());
            if (field == null) {
                unknown.add(path);
            } else {
                unknown.addAll(below(each.getValue(), field.getGenericType(), path));
            }
        }
        return unknown;
    }

    private static List<String> below(JsonNode json, Type type, String path) {
        if (json instanceof ObjectNode object) {
            Class<?> named = CLASSES.get(object.path("object").asText());
            if (named != null) {
                return unknown(object, named, path);
            }
            return type instanceof Class<?> known && StripeObject.class.isAssignableFrom(known)
                    ? unknown(object, known, path) : List.of();
        }
        List<String> unknown = new ArrayList<>();
        json.forEach(item -> unknown.addAll(below(item, item(type), path + "[]")));
        return unknown;
    }

    private static Type item(Type list) {
        return list instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0]
                : list;
    }

    private static @Nullable Field field(Class<?> type, String name) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                SerializedName serialized = field.getAnnotation(SerializedName.class);
                // Lists have no annotations: their names are derived.
                String written = serialized != null ? serialized.value()
                        : field.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
                if (written.equals(name)) {
                    return field;
                }
            }
        }
        return null;
    }

    @Test
    void everyFieldExistsInTheLibrary() throws IOException, StripeException {
        try (StartedSandbox sandbox = new StartedSandbox()) {
            sandbox.post("/v1/webhook_endpoints", "url=http://127.0.0.1:9/&enabled_events[]=none");
            Session captured = sandbox.pay(sandbox.open(), TestCard.DISPUTED);
            sandbox.stripe.v1().paymentIntents().capture(captured.getPaymentIntent());
            sandbox.pay(sandbox.open(), TestCard.DECLINED);
            sandbox.pay(sandbox.open(), TestCard.SLOW);
            sandbox.stripe.v1().paymentIntents().cancel(sandbox.authorized().getPaymentIntent());
            String refunded = sandbox.authorized().getPaymentIntent();
            sandbox.stripe.v1().paymentIntents().capture(refunded);
            ObjectNode refund = sandbox.control("/sandbox/payment_intents/" + refunded + "/refund",
                    "{}");
            sandbox.control("/sandbox/refunds/" + refund.path("id").asText() + "/fail", "{}");
            TreeSet<String> seen = new TreeSet<>();
            for (String list : List.of("checkout/sessions?expand[]=data.line_items",
                    "payment_intents", "charges", "refunds", "disputes", "webhook_endpoints",
                    "events?limit=100")) {
                for (JsonNode object : sandbox.get("/v1/" + list).path("data")) {
                    String kind = object.path("object").asText();
                    seen.add(kind);
                    assertThat(unknown(object, type(kind), kind)).isEmpty();
                }
            }
            assertThat(seen).containsExactlyInAnyOrder("checkout.session", "payment_intent",
                    "charge", "refund", "dispute", "webhook_endpoint", "event");
            JsonNode error = StartedSandbox.parsed(sandbox.post("/v1/payment_intents/" + refunded
                    + "/capture", "").body()).path("error");
            assertThat(unknown(error, StripeError.class, "error")).isEmpty();
        }
    }

    private static Class<?> type(String kind) {
        Class<?> type = CLASSES.get(kind);
        assertThat(type).as(kind).isNotNull();
        return type == null ? ExpandableField.class : type;
    }

    /// The check finds a field that Stripe does not have, at any depth.
    @Test
    void findsAnUnknownField() throws IOException {
        JsonNode charge = SandboxJson.parse("""
                {"amount": 1, "colour": "red", "payment_method_details": {"card": {"smell": 1}},
                 "refunds": {"data": [{"object": "refund", "mood": "good"}]}}
                """);
        assertThat(unknown(charge, Charge.class, "charge")).containsExactly("charge.colour",
                "charge.payment_method_details.card.smell", "charge.refunds.data[].mood");
    }
}
