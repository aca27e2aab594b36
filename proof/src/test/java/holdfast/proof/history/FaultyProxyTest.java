package holdfast.proof.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.database.Pool;
import holdfast.database.PoolOptions;
import holdfast.database.Timeouts;
import holdfast.proof.history.FaultyProxy.Accident;
import holdfast.testkit.Scratch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each fault of the proxy does what its name says.
class FaultyProxyTest {
    private static final String MAKE = """
            CREATE TABLE mark (word text)""";
    private static final String MARK = """
            INSERT INTO mark VALUES ('here')""";
    private static final String COUNT = """
            SELECT count(*) FROM mark""";

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private static Pool pool(FaultyProxy wire) {
        Duration second = Duration.ofSeconds(1);
        return Pool.open(wire.address(), PoolOptions.defaults().withSize(2).withTimeouts(
                new Timeouts(second.multipliedBy(10), second.multipliedBy(5),
                        second.dividedBy(2), second.dividedBy(4), second, second)));
    }

    private static void mark(Pool pool) throws SQLException {
        try (Connection connection = pool.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(MARK);
            connection.commit();
        }
    }

    private long marks() throws SQLException {
        try (Connection connection = scratch.database().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(COUNT)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"BEFORE_COMMIT, 0", "AFTER_COMMIT, 1"})
    void losesTheAnswerOfACommit(Accident accident, long committed) throws SQLException {
        scratch.database().run(MAKE);
        try (FaultyProxy wire = new FaultyProxy(scratch.database().address());
                Pool pool = pool(wire)) {
            wire.next(accident);
            assertThatThrownBy(() -> mark(pool)).isInstanceOf(SQLException.class);
            assertThat(marks()).isEqualTo(committed);
            mark(pool);
            assertThat(marks()).isEqualTo(committed + 1);
        }
    }

    /// From its third run on, the driver executes COMMIT as a named prepared statement.
    @Test
    void losesTheAnswerOfAPreparedCommit() throws SQLException {
        scratch.database().run(MAKE);
        try (FaultyProxy wire = new FaultyProxy(scratch.database().address());
                Pool pool = pool(wire)) {
            for (int at = 0; at < 12; at++) {
                mark(pool);
            }
            wire.next(Accident.BEFORE_COMMIT);
            assertThatThrownBy(() -> mark(pool)).isInstanceOf(SQLException.class);
            assertThat(marks()).isEqualTo(12);
        }
    }

    @Test
    void passesNothingWhileItIsDown() throws SQLException {
        scratch.database().run(MAKE);
        try (FaultyProxy wire = new FaultyProxy(scratch.database().address());
                Pool pool = pool(wire)) {
            wire.dead(true);
            assertThatThrownBy(() -> mark(pool)).isInstanceOf(SQLException.class);
            wire.dead(false);
            assertThat(marks()).isZero();
            mark(pool);
        }
    }
}
