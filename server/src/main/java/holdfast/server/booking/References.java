package holdfast.server.booking;

import holdfast.digest.Sha256;

/// The short reference by which a customer names a booking on the telephone. It is derived from the
/// hold's id, so it is the same on every node and at any time.
public final class References {
    private static final char[] LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ".toCharArray();
    private static final int LENGTH = 10;

    private References() {}

    public static String of(String hold) {
        byte[] digest = Sha256.bytes("reference " + hold);
        StringBuilder reference = new StringBuilder();
        for (int at = 0; at < LENGTH; at++) {
            reference.append(LETTERS[digest[at] & 31]);
        }
        return reference.toString();
    }
}
