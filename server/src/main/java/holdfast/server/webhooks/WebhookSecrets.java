package holdfast.server.webhooks;

import holdfast.server.booking.TokenSecrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The secrets of endpoints, and signatures with them. A secret is derived from the workspace's
/// secret with the endpoint's id and the generation, so that nothing is stored for it.
public final class WebhookSecrets {
    /// How long the secret before a rotation signs too.
    static final Duration OVERLAP = Duration.ofHours(24);
    private static final String PREFIX = "whsec_";

    private final TokenSecrets secrets;

    public WebhookSecrets(TokenSecrets secrets) {
        this.secrets = secrets;
    }

    private byte[] key(Endpoint endpoint, int generation) {
        return secrets.derived(endpoint.workspace(), "webhook " + endpoint.id() + " " + generation);
    }

    /// The secret in the form that receivers' libraries read.
    public String shown(Endpoint endpoint) {
        return PREFIX + Base64.getEncoder().encodeToString(
                key(endpoint, endpoint.generation()));
    }

    /// The value of `webhook-signature`: one signature, and a second one by the secret before for a
    /// day after a rotation.
    String signatures(Endpoint endpoint, String id, long timestamp, String body, Instant now) {
        List<String> all = new ArrayList<>();
        String signed = id + "." + timestamp + "." + body;
        all.add(signature(key(endpoint, endpoint.generation()), signed));
        if (endpoint.generation() > 1 && now.isBefore(endpoint.rotatedAt().plus(OVERLAP))) {
            all.add(signature(key(endpoint, endpoint.generation() - 1), signed));
        }
        return String.join(" ", all);
    }

    private static String signature(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return "v1," + Base64.getEncoder().encodeToString(
                    mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
