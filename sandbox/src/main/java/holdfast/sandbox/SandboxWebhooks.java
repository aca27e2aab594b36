package holdfast.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Sends events to webhook endpoints, signed as Stripe signs them, each on a thread of its own: the
/// order of arrival is not that of the events. What is not answered with 2xx is sent again.
final class SandboxWebhooks implements AutoCloseable {
    private static final long[] RETRY_SECONDS =
            {1, 2, 5, 15, 60, 300, 1800, 7200, 21600, 43200, 86400, 86400};

    private final SandboxState state;
    final OrderedBehaviours behaviours = new OrderedBehaviours();
    private final List<SandboxDelivery> deliveries = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();

    SandboxWebhooks(SandboxState state) {
        this.state = state;
    }

    List<ObjectNode> endpoints(SandboxAccount account, String type) {
        return account.all("webhook_endpoint")
                .filter(endpoint -> SandboxJson.is(endpoint, "status", "enabled"))
                .filter(endpoint -> Stream.of("*", type).anyMatch(wanted -> contains(
                        (ArrayNode) endpoint.path("enabled_events"), wanted)))
                .toList();
    }

    private static boolean contains(ArrayNode texts, String wanted) {
        for (var text : texts) {
            if (wanted.equals(text.textValue())) {
                return true;
            }
        }
        return false;
    }

    /// Sends a new event to all endpoints that want it. Called under the state's lock.
    void send(SandboxAccount account, ObjectNode event) {
        List<ObjectNode> wanting = endpoints(account, event.path("type").asText());
        if (wanting.isEmpty()) {
            return;
        }
        account.note(event.path("id").asText()).set("pending", SandboxJson.texts(wanting.stream()
                .map(endpoint -> endpoint.path("id").asText()).toList()));
        account.saveNote(event.path("id").asText());
        for (ObjectNode endpoint : wanting) {
            start(new SandboxDelivery(account, event, endpoint));
        }
    }

    /// Sends what an earlier process did not deliver.
    void resume(SandboxAccount account) {
        account.all("event").forEach(event -> {
            if (account.note(event.path("id").asText())
                    .path("pending") instanceof ArrayNode pending) {
                for (var each : pending) {
                    ObjectNode endpoint = account.find("webhook_endpoint", each.asText());
                    if (endpoint != null) {
                        start(new SandboxDelivery(account, event, endpoint));
                    }
                }
            }
        });
    }

    private void start(SandboxDelivery delivery) {
        deliveries.add(delivery);
        List<ObjectNode> objects = OrderedBehaviours.related(delivery.account,
                (ObjectNode) delivery.event.path("data").path("object"));
        var found = behaviours.take(delivery.account, delivery.event.path("type").asText(), null,
                objects);
        if (found.isEmpty()) {
            later(delivery, 0);
            return;
        }
        OrderedBehaviour behaviour = found.get();
        switch (WebhookFault.of(behaviour)) {
            case DROP -> {
                delivery.state = SandboxDelivery.State.DROPPED;
                settled(delivery);
            }
            case REPEAT -> {
                for (long copy = behaviour.number("copies", 1); copy >= 0; copy--) {
                    later(delivery, 0);
                }
            }
            case DELAY -> later(delivery, behaviour.number("millis", 1000));
            case HOLD -> delivery.state = SandboxDelivery.State.HELD;
            case REORDER -> {
                delivery.state = SandboxDelivery.State.HELD;
                if (behaviour.left() == 0) {
                    release(delivery.account, true);
                }
            }
            case BAD_SIGNATURE -> {
                delivery.badSecret = true;
                later(delivery, 0);
            }
            case STALE_SIGNATURE -> {
                delivery.signedSecondsAgo = 600;
                later(delivery, 0);
            }
            case UNSIGNED -> {
                delivery.signed = false;
                later(delivery, 0);
            }
            case OTHER_ACCOUNT -> {
                later(changed(delivery, "account", "acct_1Another00000000"), 0);
            }
            case LIVE_MODE -> later(changed(delivery, "livemode", "true"), 0);
        }
    }

    /// The same delivery with a changed copy of the event; the kept event stays as it is.
    private SandboxDelivery changed(SandboxDelivery delivery, String field, String value) {
        ObjectNode copy = delivery.event.deepCopy();
        if (value.equals("true")) {
            copy.put(field, true);
            ((ObjectNode) copy.path("data").path("object")).put(field, true);
        } else {
            copy.put(field, value);
        }
        ObjectNode endpoint = SandboxJson.object().put("id", delivery.endpoint)
                .put("url", delivery.address);
        SandboxDelivery changed = new SandboxDelivery(delivery.account, copy, endpoint);
        deliveries.set(deliveries.indexOf(delivery), changed);
        return changed;
    }

    /// Sends what is held back, one after the other, the newest first if `reverse`.
    int release(SandboxAccount account, boolean reverse) {
        List<SandboxDelivery> held = new ArrayList<>(deliveries.stream()
                .filter(each -> each.account == account
                        && each.state == SandboxDelivery.State.HELD)
                .toList());
        held.forEach(each -> each.state = SandboxDelivery.State.PENDING);
        List<SandboxDelivery> ordered = reverse ? held.reversed() : held;
        threads.execute(() -> ordered.forEach(this::attempt));
        return held.size();
    }

    /// Sends an event again to all endpoints that want it, as the dashboard does on demand.
    int resend(SandboxAccount account, ObjectNode event) {
        List<ObjectNode> wanting = endpoints(account, event.path("type").asText());
        wanting.forEach(endpoint -> start(new SandboxDelivery(account, event, endpoint)));
        return wanting.size();
    }

    List<ObjectNode> json(SandboxAccount account) {
        return deliveries.stream().filter(each -> each.account == account)
                .map(SandboxDelivery::json).toList();
    }

    private void later(SandboxDelivery delivery, long millis) {
        threads.execute(() -> {
            if (pause(millis)) {
                attempt(delivery);
            }
        });
    }

    private static boolean pause(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException closing) {
            return false;
        }
    }

    private void attempt(SandboxDelivery delivery) {
        int status = post(delivery);
        state.locked(() -> {
            delivery.tries++;
            delivery.lastStatus = status;
            if (status >= 200 && status < 300) {
                delivery.state = SandboxDelivery.State.DELIVERED;
                settled(delivery);
            } else if (delivery.tries > RETRY_SECONDS.length) {
                delivery.state = SandboxDelivery.State.GIVEN_UP;
                settled(delivery);
            } else if (!threads.isShutdown()) {
                later(delivery, RETRY_SECONDS[delivery.tries - 1] * 1000);
            }
        });
    }

    /// The next process need not send it.
    private void settled(SandboxDelivery delivery) {
        if (delivery.account.note(delivery.eventId()).path("pending") instanceof ArrayNode all) {
            for (int at = all.size() - 1; at >= 0; at--) {
                if (delivery.endpoint.equals(all.get(at).textValue())) {
                    all.remove(at);
                    delivery.account.saveNote(delivery.eventId());
                }
            }
        }
    }

    /// The status of the answer, or 0 without one.
    private int post(SandboxDelivery delivery) {
        String body = SandboxJson.writeIndented(delivery.event);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(delivery.address))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "Stripe/1.0 (holdfast-sandbox)")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (delivery.signed) {
            // Receivers compare this with their own clock, not with the account's.
            long at = System.currentTimeMillis() / 1000 - delivery.signedSecondsAgo;
            String secret = delivery.badSecret ? "whsec_another" : delivery.secret;
            request.header("Stripe-Signature",
                    "t=" + at + ",v1=" + signature(secret, at + "." + body));
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException unreachable) {
            return 0;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    static String signature(String secret, String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.shutdownNow();
    }
}
