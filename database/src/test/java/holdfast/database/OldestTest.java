package holdfast.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/// The oldest supported PostgreSQL starts, takes the engine's schema, and its data is refused by
/// the usual version.
final class OldestTest {

    @Test
    void worksOnTheOldestServer() throws SQLException {
        Path folder = Lab.folder();
        Embedded.Options oldest =
                Lab.options()
                        .withBinaries(Path.of("target", "oldest-postgres.jar").toAbsolutePath());
        Database.Settings settings = Database.Settings.embeddedIn(folder).withEmbedded(oldest);
        try (Database database = Database.open(settings)) {
            assertThat(Lab.ask(database.dataSource(), "SHOW server_version"))
                    .startsWith(Schema.OLDEST + ".");
            assertThat(database.durable()).isTrue();
            assertThat(database.describe())
                    .contains("PostgreSQL 15", "durable")
                    .doesNotContain("NOT");
        }
        assertThatThrownBy(() -> Embedded.start(folder, Lab.options()))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("written by PostgreSQL 15");
    }
}
