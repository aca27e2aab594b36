package holdfast.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

final class ConnectionPoolTest {
    private static final Timeouts SHORT =
            new Timeouts(
                    Duration.ofSeconds(2),
                    Duration.ofMillis(300),
                    Duration.ofMillis(400),
                    Duration.ofMillis(150),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(5));

    @Test
    void setsLimitsAndSchemaOfEveryConnection() throws SQLException {
        PoolOptions options =
                PoolOptions.defaults().withSession(Map.of("plan_cache_mode", "force_custom_plan"));
        try (Pool pool = Pool.open(Lab.scratch("limits"), options)) {
            DataSource source = pool.dataSource();
            assertThat(Lab.ask(source, "SHOW search_path")).isEqualTo("holdfast,public");
            assertThat(Lab.ask(source, "SHOW statement_timeout")).isEqualTo("10s");
            assertThat(Lab.ask(source, "SHOW lock_timeout")).isEqualTo("5s");
            assertThat(Lab.ask(source, "SHOW idle_in_transaction_session_timeout"))
                    .isEqualTo("5s");
            assertThat(Lab.ask(source, "SHOW transaction_timeout")).isEqualTo("15s");
            assertThat(Lab.ask(source, "SHOW timezone")).isEqualTo("UTC");
            assertThat(Lab.ask(source, "SHOW application_name")).isEqualTo("holdfast");
            assertThat(Lab.ask(source, "SHOW plan_cache_mode")).isEqualTo("force_custom_plan");
            assertThat(pool.usage().active() + pool.usage().idle()).isPositive();
        }
    }

    @Test
    void letsTheAddressOverrideSettings() throws SQLException {
        Address address = Lab.scratch("last_word");
        Address theirs =
                new Address(
                        address.url()
                                + "?ApplicationName=theirs&options=-c%20statement_timeout%3D7s",
                        address.user(),
                        address.password());
        try (Pool pool = Pool.open(theirs, PoolOptions.defaults().withSize(1))) {
            assertThat(Lab.ask(pool.dataSource(), "SHOW statement_timeout")).isEqualTo("7s");
            assertThat(Lab.ask(pool.dataSource(), "SHOW application_name")).isEqualTo("theirs");
            assertThat(Lab.ask(pool.dataSource(), "SHOW search_path")).isEqualTo("holdfast,public");
        }
    }

    @Test
    void boundsEveryWait() throws SQLException {
        PoolOptions options = PoolOptions.defaults().withSize(2).withTimeouts(SHORT);
        try (Pool pool = Pool.open(Lab.scratch("waits"), options);
                Connection one = pool.dataSource().getConnection();
                Connection two = pool.dataSource().getConnection();
                Statement first = one.createStatement();
                Statement second = two.createStatement()) {
            long began = System.nanoTime();
            assertThatThrownBy(() -> pool.dataSource().getConnection())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("not available");
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofMillis(250), Duration.ofSeconds(5));
            assertThatThrownBy(() -> first.execute("SELECT pg_sleep(60)"))
                    .hasMessageContaining("statement timeout");
            first.execute("CREATE TABLE public.hot (n int)");
            one.setAutoCommit(false);
            first.execute("LOCK TABLE public.hot");
            assertThatThrownBy(() -> second.execute("SELECT * FROM public.hot"))
                    .hasMessageContaining("lock timeout");
            pause(Duration.ofMillis(800));
            assertThatThrownBy(() -> first.execute("SELECT 1"))
                    .hasMessageContaining("idle-in-transaction");
        }
    }

    @Test
    void keepsTheGivenTransactionTimeout() throws SQLException {
        PoolOptions options =
                PoolOptions.defaults().withSession(Map.of("transaction_timeout", "7min"));
        try (Pool pool = Pool.open(Lab.scratch("transactions"), options)) {
            assertThat(Lab.ask(pool.dataSource(), "SHOW transaction_timeout")).isEqualTo("7min");
        }
    }

    @Test
    void preparesRepeatedStatementsOnTheServer() throws SQLException {
        try (Pool pool = Pool.open(Lab.scratch("repeats"), PoolOptions.defaults().withSize(1));
                Connection connection = pool.dataSource().getConnection()) {
            for (int i = 0; i < 3; i++) {
                try (PreparedStatement statement =
                        connection.prepareStatement("SELECT ?::int + 1")) {
                    statement.setInt(1, i);
                    statement.executeQuery().close();
                }
            }
            try (Statement statement = connection.createStatement();
                    var rows =
                            statement.executeQuery(
                                    "SELECT count(*) FROM pg_prepared_statements WHERE statement"
                                            + " LIKE '%+ 1'")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(1);
            }
        }
    }

    @Test
    void reportsAnUnreachableDatabaseAtOnceWithoutItsPassword() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        Address address = Address.of("postgres://anna:geheim@127.0.0.1:" + nobody + "/shop");
        long began = System.nanoTime();
        assertThatThrownBy(() -> Pool.open(address, PoolOptions.defaults()))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("127.0.0.1:" + nobody + "/shop")
                .hasMessageContaining("refused")
                .hasMessageNotContaining("geheim");
        assertThatThrownBy(() -> Database.open(Database.Settings.at(address)))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("refused");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void reportsAWrongPasswordAtOnce() {
        Address right = Lab.shared().address();
        Address wrong = new Address(right.url(), right.user(), "geheim");
        assertThatThrownBy(() -> Pool.open(wrong, PoolOptions.defaults()))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("password authentication failed")
                .hasMessageNotContaining("geheim");
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
