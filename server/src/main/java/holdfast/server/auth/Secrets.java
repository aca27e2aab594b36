package holdfast.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Words that open doors. Ours have 256 bits of chance, so nobody guesses them and a plain SHA-256
/// hides them for good: a slow hash protects what people made up, and would make every request
/// slow.
final class Secrets {
    private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int BYTES = 32;
    private static final MessageDigest SHA_256 = sha256();
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    static String random(String prefix) {
        byte[] chance = new byte[BYTES];
        RANDOM.nextBytes(chance);
        return prefix + spelled(chance);
    }

    /// The same word for the same secret and salt, and of no use to whoever lacks one of them.
    static String derived(String prefix, String secret, String salt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return prefix + spelled(mac.doFinal(salt.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Five bits for each letter: nothing that a double click would cut in two.
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

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Every request asks for one, and a copy is had for less than looking for another.
    static String digest(String secret) {
        try {
            byte[] digest = ((MessageDigest) SHA_256.clone())
                    .digest(secret.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String hint(String secret) {
        return "…" + secret.substring(secret.length() - 4);
    }
}
