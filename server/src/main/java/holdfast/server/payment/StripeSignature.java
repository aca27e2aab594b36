package holdfast.server.payment;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The signature of a webhook: HMAC-SHA256 over the time and the raw body.
final class StripeSignature {
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private StripeSignature() {}

    /// Why the signature is not valid; empty if it is. The header may have several signatures, of
    /// which one has to fit, and signatures of other schemes.
    static Optional<String> complaint(String header, byte[] body, String secret, Instant now) {
        String time = "";
        boolean fits = false;
        for (String part : header.split(",", -1)) {
            String[] pair = part.strip().split("=", 2);
            if (pair.length == 2 && pair[0].equals("t")) {
                time = pair[1];
            }
        }
        if (!time.matches("[0-9]{1,12}")) {
            return Optional.of("the signature has no time");
        }
        byte[] expected = sign(time, body, secret);
        for (String part : header.split(",", -1)) {
            String[] pair = part.strip().split("=", 2);
            fits |= pair.length == 2 && pair[0].equals("v1") && MessageDigest.isEqual(
                    pair[1].getBytes(StandardCharsets.UTF_8),
                    HexFormat.of().formatHex(expected).getBytes(StandardCharsets.UTF_8));
        }
        if (!fits) {
            return Optional.of("the signature does not fit");
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), now).abs();
        return age.compareTo(TOLERANCE) > 0 ? Optional.of("the signature is too old")
                : Optional.empty();
    }

    private static byte[] sign(String time, byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
