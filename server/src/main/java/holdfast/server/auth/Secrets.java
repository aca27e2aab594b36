package holdfast.server.auth;

import holdfast.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes and hashes secrets: keys, tokens, invitations. They have 256 random bits, so they cannot
/// be guessed and a plain SHA-256 is enough. A slow hash protects passwords that people made up,
/// and would slow every request.
final class Secrets {
    private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    static String random(String prefix) {
        byte[] chance = new byte[BYTES];
        RANDOM.nextBytes(chance);
        return prefix + spelled(chance);
    }

    /// Derives a secret: the same for the same credential and salt, and unknown without both.
    static String derived(String prefix, String secret, String salt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return prefix + spelled(mac.doFinal(salt.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Base 32, with letters and digits only, so that a double click selects all of it.
    private static String spelled(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int bits = 0;
        int kept = 0;
        for (byte each : bytes) {
            bits = (bits << 8) | (each & 0xff);
            kept += 8;
            while (kept >= 5) {
                kept -= 5;
                text.append(DIGITS[(bits >>> kept) & 31]);
            }
            bits &= (1 << kept) - 1;
        }
        return kept == 0 ? text.toString()
                : text.append(DIGITS[(bits << (5 - kept)) & 31]).toString();
    }

    static String digest(String secret) {
        return Sha256.of(secret);
    }

    static String hint(String secret) {
        return "…" + secret.substring(secret.length() - 4);
    }
}
