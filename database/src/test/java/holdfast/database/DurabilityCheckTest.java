package holdfast.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
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
