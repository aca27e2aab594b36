package holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.bench.way.Contender;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchOptionsTest {

    @Test
    void measuresEverythingByDefault() {
        Options options = Options.of();
        assertThat(options.clients()).containsExactly(64, 256);
        assertThat(options.fields()).containsExactly(
                "hot", "pools", "hall", "calendars", "customers", "mixed", "keys");
        assertThat(options.pace()).isEqualTo(new Options.Pace(10, 3, false));
        assertThat(options.only()).containsExactly(Contender.values());
        assertThat(options.also().save()).isTrue();
    }

    @Test
    void readsItsOptions() {
        Options options = Options.of("--seconds", "0.5", "--rounds", "3", "--clients", "8,16",
                "--fields", "hall,hot", "--only", "engine,textbook", "--save");
        assertThat(options.pace()).isEqualTo(new Options.Pace(0.5, 3, false));
        assertThat(options.clients()).containsExactly(8, 16);
        assertThat(options.fields()).containsExactly("hall", "hot");
        assertThat(options.only()).isEqualTo(List.of(Contender.ENGINE, Contender.TEXTBOOK));
        assertThat(options.also().save()).isTrue();
    }

    /// A short trial leaves nothing behind unless it is asked to.
    @Test
    void savesATrialOnlyOnRequest() {
        assertThat(Options.of("--quick").also().save()).isFalse();
        assertThat(Options.of("--quick", "--save").also().save()).isTrue();
    }

    @Test
    void hasOtherFieldsAndTimesOverHttp() {
        Options options = Options.of("--http");
        assertThat(options.http()).isTrue();
        assertThat(options.fields()).isEqualTo(Options.HTTP_FIELDS);
        assertThat(options.pace()).isEqualTo(new Options.Pace(10, 3, false));
        assertThat(Options.of("--http", "--fields", "overload,map").fields())
                .containsExactly("overload", "map");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "--fast", "--seconds", "--seconds 0", "--seconds many", "--seconds NaN",
            "--rounds 0", "--clients 0", "--clients 64,x", "--clients 100000",
            "--fields moon", "--only everybody", "hot",
            "--fields overload", "--http --fields pools", "--http --only engine",
            "--http --save"})
    void refusesWhatItDoesNotUnderstand(String words) {
        assertThatThrownBy(() -> Options.of(words.split(" ", -1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
