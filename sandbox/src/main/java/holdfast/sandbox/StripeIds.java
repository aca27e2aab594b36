package holdfast.sandbox;

import java.security.SecureRandom;

/// Random ids with Stripe's prefixes.
final class StripeIds {
    private static final String LETTERS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final SecureRandom RANDOM = new SecureRandom();

    private StripeIds() {}

    static String next(String prefix) {
        return random(prefix, 24);
    }

    static String random(String prefix, int length) {
        StringBuilder id = new StringBuilder(prefix);
        for (int at = 0; at < length; at++) {
            id.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return id.toString();
    }
}
