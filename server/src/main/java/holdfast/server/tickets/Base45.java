package holdfast.server.tickets;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/// Base45 (RFC 9285): bytes as the 45 characters that a QR code stores in five and a half bits each.
final class Base45 {
    private static final char[] LETTERS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".toCharArray();
    private static final int[] VALUES = new int[128];

    static {
        Arrays.fill(VALUES, -1);
        for (int at = 0; at < LETTERS.length; at++) {
            VALUES[LETTERS[at]] = at;
        }
    }

    private Base45() {}

    static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length / 2 * 3 + 2);
        for (int at = 0; at + 1 < bytes.length; at += 2) {
            int pair = ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
            text.append(LETTERS[pair % 45]).append(LETTERS[pair / 45 % 45])
                    .append(LETTERS[pair / 2025]);
        }
        if (bytes.length % 2 == 1) {
            int last = bytes[bytes.length - 1] & 0xff;
            text.append(LETTERS[last % 45]).append(LETTERS[last / 45]);
        }
        return text.toString();
    }

    /// Empty for a text that no bytes have.
    static Optional<byte[]> decode(String text) {
        if (text.length() % 3 == 1) {
            return Optional.empty();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() / 3 * 2 + 1);
        for (int at = 0; at < text.length(); at += 3) {
            boolean whole = at + 2 < text.length();
            int low = value(text.charAt(at));
            int middle = value(text.charAt(at + 1));
            int high = whole ? value(text.charAt(at + 2)) : 0;
            int number = low + middle * 45 + high * 2025;
            if (low < 0 || middle < 0 || high < 0 || number > (whole ? 0xffff : 0xff)) {
                return Optional.empty();
            }
            if (whole) {
                bytes.write(number >> 8);
            }
            bytes.write(number);
        }
        return Optional.of(bytes.toByteArray());
    }

    private static int value(char letter) {
        return letter < VALUES.length ? VALUES[letter] : -1;
    }
}
