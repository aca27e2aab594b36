package holdfast.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/// A database that may lose acknowledged commits is refused with the setting's name, unless the
/// operator accepts the loss.
final class DurabilityCheckTest {

    @Test
    void refusesAndNamesAllThatIsOff() {
        Path folder = Lab.folder();
        Database.Settings settings =
                Database.Settings.embeddedIn(folder)
                        .withEmbedded(Lab.options().withDurability(Embedded.Durability.NONE));
        assertThatThrownBy(() -> Database.open(settings))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("fsync (command line)")
                .hasMessageContaining("full_page_writes (command line)")
                .hasMessageContaining("synchronous_commit (command line)");
        // The refusal has released the directory.
        try (Database database = Database.open(settings.acceptingLoss())) {
            assertThat(database.durable()).isFalse();
            assertThat(database.describe()).contains("NOT DURABLE");
        }
    }

    @Test
    void namesOnlyWhatIsOff() throws SQLException {
        Address careless = Lab.scratch("careless");
        Lab.run(Lab.direct(careless), "ALTER DATABASE careless SET synchronous_commit = off");
        assertThatThrownBy(() -> Database.open(Database.Settings.at(careless)))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("synchronous_commit (database)")
                .hasMessageNotContaining("fsync");
        Lab.run(Lab.direct(careless), "ALTER DATABASE careless SET synchronous_commit = local");
        try (Database database = Database.open(Database.Settings.at(careless))) {
            assertThat(database.durable()).isTrue();
        }
    }

    /// A commit would wait for no standby, and be lost with the primary.
    @Test
    void refusesToIgnoreASynchronousStandby() throws SQLException {
        Address local = Lab.scratch("local");
        Lab.run(Lab.direct(local), "ALTER DATABASE local SET synchronous_commit = local");
        DataSource administrator = Lab.direct(local);
        Lab.run(administrator, "ALTER SYSTEM SET synchronous_standby_names = 'elsewhere'");
        try {
            Lab.run(administrator, "SELECT pg_reload_conf()");
            String names = "";
            for (int tries = 0; tries < 1_000 && !names.equals("elsewhere"); tries++) {
                names = Lab.ask(administrator, "SHOW synchronous_standby_names");
            }
            assertThatThrownBy(() -> Database.open(Database.Settings.at(local)))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining(
                            "synchronous_commit = local beside a synchronous standby (database)");
        } finally {
            Lab.run(administrator, "ALTER SYSTEM RESET synchronous_standby_names");
            Lab.run(administrator, "SELECT pg_reload_conf()");
        }
    }

    @Test
    void findsWhatTheAddressSwitchesOff() {
        Address address = Lab.scratch("switched");
        Address careless =
                new Address(
                        address.url() + "?options=-c%20synchronous_commit%3Doff",
                        address.user(),
                        address.password());
        assertThatThrownBy(() -> Database.open(Database.Settings.at(careless)))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("synchronous_commit (client)");
    }
}
