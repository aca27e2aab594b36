package holdfast.server.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A code says what was signed, and nothing else is a code.
class TicketCodeTest {
    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    private final Random random = new Random(20);
    private final KeyPair keys = keys();

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private TicketCode any() {
        return new TicketCode(1 + random.nextInt(1_000), random.nextLong() >>> 16,
                TicketId.of(random.nextLong()), 1 + random.nextInt(65_535), random.nextBoolean());
    }

    @Test
    void readsWhatWasSigned() {
        Set<String> all = new HashSet<>();
        for (int round = 0; round < 500; round++) {
            TicketCode code = any();
            String text = code.signed(keys.getPrivate());
            all.add(text);
            assertThat(text).hasSize(126).isEqualTo(text.strip())
                    .isEqualTo(code.signed(keys.getPrivate()));
            TicketCode.Unverified read = TicketCode.read(
                    round % 2 == 0 ? text : text.toLowerCase(java.util.Locale.ROOT)).orElseThrow();
            assertThat(read.code()).isEqualTo(code);
            assertThat(read.by(keys.getPublic())).isTrue();
            assertThat(read.by(keys().getPublic())).isFalse();
        }
        assertThat(all).hasSize(500);
    }

    @Test
    void noOtherLetterMakesAValidCode() {
        String text = any().signed(keys.getPrivate());
        for (int at = 0; at < text.length(); at++) {
            char other = LETTERS.charAt(random.nextInt(LETTERS.length()));
            if (other != text.charAt(at)) {
                String changed = text.substring(0, at) + other + text.substring(at + 1);
                assertThat(TicketCode.read(changed)
                        .filter(read -> read.by(keys.getPublic()))).as(changed).isEmpty();
            }
        }
    }

    @Test
    void anythingElseIsRefusedQuietly() {
        for (int round = 0; round < 20_000; round++) {
            int length = round % 3 == 0 ? 126 : random.nextInt(300);
            String text = random.ints(length, 0, round % 2 == 0 ? LETTERS.length() : 0x3000)
                    .mapToObj(each -> each < LETTERS.length() ? LETTERS.substring(each, each + 1)
                            : Character.toString(each))
                    .collect(java.util.stream.Collectors.joining());
            Optional<TicketCode.Unverified> read = TicketCode.read(text);
            assertThat(read.filter(each -> each.by(keys.getPublic()))).isEmpty();
        }
    }

    @Test
    void aNumberHasOneId() {
        for (long number : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE,
                random.nextLong()}) {
            assertThat(TicketId.of(number)).matches("tkt_[0-9a-hjkmnp-tv-z]{13}");
            assertThat(TicketId.number(TicketId.of(number))).hasValue(number);
        }
        assertThat(TicketId.number("tkt_zzzzzzzzzzzzz")).isEmpty();
        assertThat(TicketId.number("tkt_0000000000000x")).isEmpty();
        assertThat(TicketId.number("evt_0000000000000")).isEmpty();
    }
}
