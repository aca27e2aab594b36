package holdfast.server.tickets;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The examples of RFC 9285, and every text that no bytes have.
class Base45Test {

    @ParameterizedTest
    @CsvSource(ignoreLeadingAndTrailingWhitespace = false, value = {"AB,BB8", "Hello!!,%69 VD92EX0",
            "base-45,UJCLQE7W581", "ietf!,QED8WEX0"})
    void agreesWithTheStandard(String bytes, String text) {
        assertThat(Base45.encode(bytes.getBytes(US_ASCII))).isEqualTo(text);
        assertThat(Base45.decode(text)).hasValueSatisfying(
                each -> assertThat(new String(each, US_ASCII)).isEqualTo(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "GGW", "::", ":::", "ab", "BB8a", "BBé", "BB8A"})
    void refusesWhatNoBytesHave(String text) {
        assertThat(Base45.decode(text)).isEmpty();
    }

    @Test
    void readsWhatItWrote() {
        Random random = new Random(9285);
        for (int length = 0; length < 200; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            assertThat(Base45.decode(Base45.encode(bytes)).orElseThrow()).isEqualTo(bytes);
        }
    }
}
