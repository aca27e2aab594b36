package holdfast.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.checkout.Session;
import com.stripe.param.checkout.SessionCreateParams;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A sandbox in this process, and an account in it.
final class StartedSandbox implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final SandboxServer server;
    final String key;
    final String base;
    final StripeClient stripe;

    StartedSandbox(@Nullable Path state, String key) throws IOException {
        server = SandboxServer.start("127.0.0.1", 0, state);
        this.key = key;
        base = "http://127.0.0.1:" + server.port();
        stripe = client(key);
    }

    StartedSandbox() throws IOException {
        this(null, StripeIds.random("sk_test_", 20));
    }

    StripeClient client(String withKey) {
        return StripeClient.builder().setApiKey(withKey).setApiBase(base)
                .setMaxNetworkRetries(0).build();
    }

    /// A request with this account's key.
    HttpResponse<String> send(String method, String path, String type, String body,
            String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + key).header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    HttpResponse<String> post(String path, String form, String... headers) throws IOException {
        return send("POST", path, "application/x-www-form-urlencoded", form, headers);
    }

    ObjectNode control(String path, String json) throws IOException {
        HttpResponse<String> answer = send("POST", path, "application/json", json);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        return parsed(answer.body());
    }

    ObjectNode get(String path) throws IOException {
        return parsed(send("GET", path, "application/json", "").body());
    }

    static ObjectNode parsed(String json) throws JsonProcessingException {
        return SandboxJson.parse(json);
    }

    /// Two seats for 25 euros.
    SessionCreateParams.Builder order(SessionCreateParams.PaymentIntentData.CaptureMethod method) {
        return SessionCreateParams.builder().setMode(SessionCreateParams.Mode.PAYMENT)
                .setSuccessUrl("http://shop.example/paid?session={CHECKOUT_SESSION_ID}")
                .setCancelUrl("http://shop.example/basket").setClientReferenceId("hold-17")
                .setCustomerEmail("anna@example.org").setLocale(SessionCreateParams.Locale.DE)
                .putMetadata("workspace", "hall")
                .setPaymentIntentData(SessionCreateParams.PaymentIntentData.builder()
                        .setCaptureMethod(method).putMetadata("hold", "17").build())
                .addLineItem(SessionCreateParams.LineItem.builder().setQuantity(2L)
                        .setPriceData(SessionCreateParams.LineItem.PriceData.builder()
                                .setCurrency("eur").setUnitAmount(1250L)
                                .setProductData(SessionCreateParams.LineItem.PriceData.ProductData
                                        .builder().setName("Seat <A1> & more").build())
                                .build())
                        .build());
    }

    Session open() throws StripeException {
        return stripe.v1().checkout().sessions()
                .create(order(SessionCreateParams.PaymentIntentData.CaptureMethod.MANUAL).build());
    }

    /// Pays an open session with a card and returns it.
    Session pay(Session session, TestCard card) throws IOException, StripeException {
        control("/sandbox/sessions/" + session.getId() + "/pay",
                "{\"card\": \"" + card.number + "\"}");
        return stripe.v1().checkout().sessions().retrieve(session.getId());
    }

    Session authorized() throws IOException, StripeException {
        return pay(open(), TestCard.SUCCEEDS);
    }

    void advance(long seconds) throws IOException {
        control("/sandbox/clock", "{\"advanceSeconds\": " + seconds + "}");
    }

    /// The sums of the only charge that succeeded or failed last.
    ObjectNode sums() throws IOException {
        var payments = get("/sandbox/ledger").path("accounts").path(0).path("payments");
        return (ObjectNode) payments.path(payments.size() - 1);
    }

    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not happen within 10 seconds");
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
