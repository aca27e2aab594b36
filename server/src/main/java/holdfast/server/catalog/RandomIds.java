package holdfast.server.catalog;

import holdfast.digest.Sha256;
import java.security.SecureRandom;

/// Ids that cannot be guessed: a readable prefix and 65 random bits.
public final class RandomIds {
    private static final char[] LETTERS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int LENGTH = 13;
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomIds() {}

    /// An id that is derived from a text, so that the same request gets the same id.
    public static String of(String prefix, String text) {
        byte[] digest = Sha256.bytes(text);
        StringBuilder id = new StringBuilder(prefix);
        for (int at = 0; at < LENGTH; at++) {
            id.append(LETTERS[digest[at] & 31]);
        }
        return id.toString();
    }

    public static String next(String prefix) {
        StringBuilder id = new StringBuilder(prefix);
        for (int at = 0; at < LENGTH; at++) {
            id.append(LETTERS[RANDOM.nextInt(LETTERS.length)]);
        }
        return id.toString();
    }
}
