package holdfast.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/// Checks that PostgreSQL keeps acknowledged commits through a power cut. A lost hold means a place
/// sold twice, so by default Holdfast refuses to start without durability.
public final class DurabilityCheck {
    // As this session has them: a role or a database may set its own synchronous_commit. With
    // local, a commit waits for no standby although one is named.
    private static final String SETTINGS = """
            SELECT CASE WHEN setting = 'local'
                        THEN 'synchronous_commit = local beside a synchronous standby'
                        ELSE name END AS name,
                   source
              FROM pg_settings
             WHERE (name IN ('fsync', 'full_page_writes', 'synchronous_commit')
                    AND setting = 'off')
                OR (name = 'synchronous_commit' AND setting = 'local'
                    AND current_setting('synchronous_standby_names') <> '')
             ORDER BY 1
            """;

    private DurabilityCheck() {}

    /// A setting that is off and must not be.
    ///
    /// @param source where it was switched off, in PostgreSQL's words: `configuration file`,
    ///               `database`, `user`, `client` …
    public record Off(String setting, String source) {
        @Override
        public String toString() {
            return setting + " (" + source + ")";
        }
    }

    /// The settings that are off; empty if every acknowledged commit is kept.
    public static List<Off> ask(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(SETTINGS);
                ResultSet rows = statement.executeQuery()) {
            List<Off> off = new ArrayList<>();
            while (rows.next()) {
                off.add(new Off(rows.getString("name"), rows.getString("source")));
            }
            return List.copyOf(off);
        }
    }

    static DatabaseException refusal(Address address, List<Off> off) {
        String named = off.stream().map(Off::toString).collect(Collectors.joining(", "));
        return new DatabaseException(
                "The database at " + address + " may lose what it acknowledged."
                        + " Off, and by what: " + named
                        + ". After a power cut a confirmed booking would be gone and its place sold"
                        + " again. Switch them on: for a configuration file ALTER SYSTEM SET … = on"
                        + " and pg_reload_conf(); for a database or a user ALTER DATABASE or ALTER"
                        + " ROLE … RESET …; for a client, in the address. Or, for a rehearsal whose"
                        + " bookings may be lost, accept the loss explicitly.");
    }
}
