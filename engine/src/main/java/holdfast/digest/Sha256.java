package holdfast.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// SHA-256 digests. Many are stored or sent to clients, so their form may not change.
public final class Sha256 {
    private static final MessageDigest PROTOTYPE = prototype();

    private Sha256() {}

    /// The digest of a text's UTF-8 bytes, in URL-safe Base64 without padding.
    public static String of(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(text));
    }

    /// The 32 bytes of the digest of a text's UTF-8 bytes.
    public static byte[] bytes(String text) {
        return begin().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A digest that takes its content piece by piece.
    public static MessageDigest begin() {
        try {
            // Cheaper than a lookup of the algorithm, which matters at once per request.
            return (MessageDigest) PROTOTYPE.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static MessageDigest prototype() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
