package holdfast.server.tickets;

import java.security.SecureRandom;
import java.util.OptionalLong;

/// A ticket's id: `tkt_` and thirteen characters for the 64 bits that stand in the ticket's code.
final class TicketId {
    private static final String PREFIX = "tkt_";
    private static final String LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 13;
    private static final SecureRandom RANDOM = new SecureRandom();

    private TicketId() {}

    static String next() {
        return of(RANDOM.nextLong());
    }

    static String of(long number) {
        StringBuilder id = new StringBuilder(PREFIX);
        for (int shift = (LENGTH - 1) * 5; shift >= 0; shift -= 5) {
            id.append(LETTERS.charAt((int) (number >>> shift) & 31));
        }
        return id.toString();
    }

    /// The number of an id; none for another text.
    static OptionalLong number(String id) {
        if (id.length() != PREFIX.length() + LENGTH || !id.startsWith(PREFIX)) {
            return OptionalLong.empty();
        }
        long number = 0;
        for (int at = PREFIX.length(); at < id.length(); at++) {
            int value = LETTERS.indexOf(id.charAt(at));
            if (value < 0) {
                return OptionalLong.empty();
            }
            number = number << 5 | value;
        }
        // The first character has four bits, so that a number has one id.
        return of(number).equals(id) ? OptionalLong.of(number) : OptionalLong.empty();
    }
}
