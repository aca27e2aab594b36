package holdfast.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OptionsTest {

    @Test
    void refusesEndlessAndUnorderedTimeouts() {
        Timeouts usual = Timeouts.defaults();
        assertThatThrownBy(() -> usual.withStatement(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> usual.withStatement(Duration.ofDays(1)))
                .hasMessageContaining("statement");
        assertThatThrownBy(() -> usual.withStatement(Duration.ofMinutes(5)))
                .hasMessageContaining("socket");
        assertThatThrownBy(() -> usual.withLock(Duration.ofSeconds(10)))
                .hasMessageContaining("lock");
        assertThatThrownBy(() -> usual.withAcquire(Duration.ofMillis(1)))
                .hasMessageContaining("acquire");
        assertThat(usual.withLock(Duration.ofSeconds(1)).lock()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void refusesPoolsWithoutSizeOrPlainNames() {
        PoolOptions usual = PoolOptions.defaults();
        assertThatThrownBy(() -> usual.withSize(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> usual.withSize(101)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> usual.withSchema("a, b"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> usual.withApplicationName(""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> usual.withSession(Map.of("work mem", "1")))
                .hasMessageContaining("work mem");
    }

    @Test
    void readsAddressesOfEveryForm() {
        Address uri =
                Address.of("postgres://anna:p%40ss+w%2Fd@db.example:6543/shop?sslmode=require");
        assertThat(uri.url()).isEqualTo("jdbc:postgresql://db.example:6543/shop?sslmode=require");
        assertThat(uri.user()).isEqualTo("anna");
        assertThat(uri.password()).isEqualTo("p@ss+w/d");
        assertThat(uri).hasToString("db.example:6543/shop");

        Address many = Address.of("postgresql://anna@one.example:1,two.example:2/shop");
        assertThat(many.url()).isEqualTo("jdbc:postgresql://one.example:1,two.example:2/shop");
        assertThat(many.password()).isNull();
        assertThat(many).hasToString("one.example:1,two.example:2/shop");

        Address jdbc = Address.of(" jdbc:postgresql://db.example/shop?user=anna&password=geheim ");
        assertThat(jdbc.settings())
                .containsEntry("user", "anna")
                .containsEntry("password", "geheim");
        assertThat(jdbc.base()).isEqualTo("jdbc:postgresql://db.example/shop");
        assertThat(jdbc).hasToString("db.example:5432/shop");
    }

    @Test
    void reportsAnInvalidAddressWithoutItsSecrets() {
        for (String text : new String[] {
                "mysql://anna:geheim@db.example/shop",
                "jdbc:postgresql://db.example:port/shop?password=geheim"
        }) {
            assertThatThrownBy(() -> Address.of(text))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("postgres://user:password@host")
                    .hasMessageNotContaining("geheim");
        }
    }
}
