package holdfast.server.payment;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Receives the sandbox's webhooks over HTTP and gives each to a node. The sandbox signs with the
/// real time, and the test's clock is elsewhere: what is correctly signed and fresh is signed again
/// for the test's time; all else is passed on as it is.
final class PaymentWebhooks implements AutoCloseable {
    private static final Pattern SIGNED = Pattern.compile("t=(\\d+),v1=([0-9a-f]+)");
    private static final long FRESH_SECONDS = 300;
    private static final int FAILED = 500;

    final AtomicLong taken = new AtomicLong();
    final AtomicLong rejected = new AtomicLong();
    private final HttpServer server;
    private final Supplier<Payments> nodes;
    private final Supplier<Instant> clock;
    private final PaymentShop shop;
    private final String endpoint;
    private final String secret;

    /// @param nodes which node receives the next one
    PaymentWebhooks(PaymentShop shop, Supplier<Payments> nodes) {
        this.shop = shop;
        this.nodes = nodes;
        this.clock = shop.engine::now;
        try {
            server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::receive);
        JsonNode made = shop.sandbox.form(shop.key, "/v1/webhook_endpoints",
                "url=http%3A%2F%2F127.0.0.1%3A" + server.getAddress().getPort()
                        + "%2F&enabled_events[]=*");
        endpoint = made.path("id").asText();
        secret = made.path("secret").asText();
        server.start();
    }

    String secret() {
        return secret;
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String header = String.valueOf(
                    exchange.getRequestHeaders().getFirst("Stripe-Signature"));
            exchange.sendResponseHeaders(status(signedNow(header, body), body), -1);
        }
    }

    private int status(String header, byte[] body) {
        try {
            boolean refused = nodes.get().event(PaymentShop.HERE, "sandbox",
                    new ProviderClient.Delivery(
                            name -> name.toLowerCase(Locale.ROOT).equals("stripe-signature")
                                    ? Optional.of(header) : Optional.empty(),
                            body))
                    .isPresent();
            (refused ? rejected : taken).incrementAndGet();
            return refused ? 400 : 200;
        } catch (RuntimeException unanswered) {
            return FAILED;
        }
    }

    private String signedNow(String header, byte[] body) {
        Matcher parts = SIGNED.matcher(header);
        String text = new String(body, StandardCharsets.UTF_8);
        if (!parts.matches() || !parts.group(2).equals(hmac(secret, parts.group(1) + "." + text))
                || Math.abs(Instant.now().getEpochSecond()
                        - Long.parseLong(parts.group(1))) > FRESH_SECONDS) {
            return header;
        }
        long now = clock.get().getEpochSecond();
        return "t=" + now + ",v1=" + hmac(secret, now + "." + text);
    }

    static String hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public void close() {
        shop.sandbox.send(shop.key, "DELETE", "/v1/webhook_endpoints/" + endpoint, "");
        server.stop(0);
    }
}
