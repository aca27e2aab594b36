package holdfast.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

final class SchemaTest {
    private static final String SMALL = "classpath:holdfast/database/small";
    private static final PoolOptions OPTIONS = PoolOptions.defaults();

    @Test
    void appliesEachFileOnceAndInOrder() throws SQLException {
        Address address = Lab.scratch("carried");
        assertThat(Schema.migrate(address, OPTIONS, SMALL))
                .isEqualTo(new Schema.Migrated("002", 2));
        assertThat(Schema.migrate(address, OPTIONS, SMALL))
                .isEqualTo(new Schema.Migrated("002", 0));
        DataSource source = Lab.direct(address);
        Lab.run(source, "INSERT INTO span VALUES ('a', '[2026-01-01, 2026-01-02)')");
        assertThatThrownBy(
                () -> Lab.run(
                        source,
                        "INSERT INTO span VALUES ('a', '[2026-01-01,"
                                + " 2026-01-03)')"))
                .hasMessageContaining("span_apart");
        assertThat(Lab.ask(source, "SELECT zone FROM seen")).isEqualTo("UTC");
        assertThat(Lab.ask(source, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .isEqualTo("0");
    }

    @Test
    void appliesTheEnginesSchema() throws SQLException {
        Address address = Lab.scratch("own");
        assertThat(Schema.migrate(address, OPTIONS).applied()).isPositive();
        assertThat(Schema.migrate(address, OPTIONS).applied()).isZero();
    }

    @Test
    void separatesTwoSchemasOfOneDatabase() throws SQLException {
        Address address = Lab.scratch("two_worlds");
        Schema.migrate(address, OPTIONS, SMALL);
        PoolOptions other = OPTIONS.withSchema("other");
        assertThat(Schema.migrate(address, other, SMALL).applied()).isEqualTo(2);
        Lab.run(ConnectionSettings.direct(address, other), "INSERT INTO place VALUES ('there')");
        assertThat(Lab.ask(Lab.direct(address), "SELECT count(*) FROM place")).isEqualTo("0");
    }

    @Test
    void migratesOnceForManyNodesStartingAtOnce() throws Exception {
        for (int round = 0; round < 3; round++) {
            assertThat(crowd(SMALL)).isEqualTo(2);
        }
    }

    /// CREATE INDEX CONCURRENTLY waits for every open transaction, also for those of nodes that
    /// wait for the migration.
    @Test
    void buildsAnIndexConcurrentlyWhileOthersWait() throws Exception {
        assertThat(crowd("classpath:holdfast/database/concurrently")).isEqualTo(2);
    }

    /// The number of files that four nodes applied in total.
    private static int crowd(String home) throws Exception {
        Address address = Lab.scratch("crowd");
        List<Callable<Schema.Migrated>> nodes =
                Collections.nCopies(4, () -> Schema.migrate(address, OPTIONS, home));
        int applied = 0;
        try (ExecutorService together = Executors.newFixedThreadPool(nodes.size())) {
            for (Future<Schema.Migrated> node : together.invokeAll(nodes)) {
                assertThat(node.get().version()).isEqualTo("002");
                applied += node.get().applied();
            }
        }
        return applied;
    }

    @Test
    void refusesAFileWithAnUnknownName() {
        Address address = Lab.scratch("misnamed");
        assertThatThrownBy(
                () -> Schema.migrate(
                        address, OPTIONS, "classpath:holdfast/database/misnamed"))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("first.sql");
        assertThatThrownBy(
                () -> Schema.migrate(
                        address, OPTIONS, "classpath:holdfast/database/nowhere"))
                .isInstanceOf(DatabaseException.class);
    }

    /// An earlier program on the schema of a later one.
    @Test
    void refusesTheSchemaOfALaterVersion() throws SQLException {
        Address address = Lab.scratch("later");
        Schema.migrate(address, OPTIONS, SMALL);
        Lab.run(ConnectionSettings.direct(address, OPTIONS), """
                INSERT INTO schema_history (installed_rank, version, description, type, script,
                    checksum, installed_by, execution_time, success)
                VALUES (9, '003', 'of next year', 'SQL', '003_of_next_year.sql', 1, 'x', 1, true)
                """);
        assertThatThrownBy(() -> Schema.migrate(address, OPTIONS, SMALL))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("later version of Holdfast (003, of next year)");
    }

    @Test
    void refusesAnotherSchemaWithoutAdvisingARepair() throws SQLException {
        Address address = Lab.scratch("another");
        Schema.migrate(address, OPTIONS, SMALL);
        Lab.run(ConnectionSettings.direct(address, OPTIONS),
                "UPDATE schema_history SET checksum = 1 WHERE version = '002'");
        assertThatThrownBy(() -> Schema.migrate(address, OPTIONS, SMALL))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("002").hasMessageContaining("back up")
                .hasMessageNotContaining("repair");
    }

    @Test
    void refusesAnOldServer() {
        Address address = Address.of("jdbc:postgresql://db.example/holdfast");
        assertThatThrownBy(() -> Schema.requireVersion(address, 14))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("PostgreSQL 14")
                .hasMessageContaining("15 or later");
        assertThatCode(() -> Schema.requireVersion(address, 15)).doesNotThrowAnyException();
    }

    @Test
    void saysWhichUserMayCreateTheExtension() throws SQLException {
        Address address = Lab.scratch("forbidden");
        DataSource administrator = Lab.direct(address);
        Lab.run(administrator, "DROP ROLE IF EXISTS plain");
        Lab.run(administrator, "CREATE ROLE plain LOGIN PASSWORD 'plain'");
        Address plain = new Address(address.url(), "plain", "plain");
        assertThatThrownBy(() -> Schema.migrate(plain, OPTIONS, SMALL))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("CREATE EXTENSION btree_gist");
        Lab.run(administrator, "CREATE EXTENSION btree_gist SCHEMA public");
        Lab.run(administrator, "CREATE SCHEMA holdfast AUTHORIZATION plain");
        assertThat(Schema.migrate(plain, OPTIONS, SMALL).applied()).isEqualTo(2);
    }

    @Test
    void reportsAServerWithoutTheExtension() {
        Address address = Address.of("jdbc:postgresql://db.example/holdfast");
        assertThat(Schema.extensionRefused(address, new SQLException("no file", "0A000")))
                .hasMessageContaining("postgresql-contrib");
        assertThat(Schema.extensionRefused(address, new SQLException("?", "XX000")))
                .hasMessageContaining("could not be created");
    }
}
