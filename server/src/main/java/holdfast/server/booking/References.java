package holdfast.server.booking;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The short reference by which a customer names a booking on the telephone. It is derived from the
/// hold's id, so it is the same on every node and at any time.
public final class References {
    private static final char[] LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ".toCharArray();
    private static final int LENGTH = 10;

    private References() {}

    public static String of(String hold) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("reference " + hold).getBytes(StandardCharsets.UTF_8));
            StringBuilder reference = new StringBuilder();
            for (int at = 0; at < LENGTH; at++) {
                reference.append(LETTERS[digest[at] & 31]);
            }
            return reference.toString();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
