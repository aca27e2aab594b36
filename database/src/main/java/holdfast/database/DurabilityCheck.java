package holdfast.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

/// Whether the server keeps what it acknowledged when its machine loses power. A hold that was
/// answered and then forgotten is a place sold twice, so the default is to refuse to start.
public final class DurabilityCheck {
    // synchronous_commit is asked for as this session sees it: a role or a database may have its
    // own.
    private static final String SETTINGS =
            """
            SELECT name, setting
              FROM pg_settings
             WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')
               AND setting = 'off'
             ORDER BY name
            """;

    private DurabilityCheck() {}

    /// The settings that are off and must not be: none when everything acknowledged is kept.
    public static List<String> off(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(SETTINGS);
                ResultSet rows = statement.executeQuery()) {
            List<String> off = new ArrayList<>();
            while (rows.next()) {
                off.add(rows.getString("name"));
            }
            return List.copyOf(off);
        }
    }

    static DatabaseException refusal(Address address, List<String> off) {
        return new DatabaseException(
                "The database at "
                        + address
                        + " may forget what it acknowledged: "
                        + String.join(" and ", off)
                        + (off.size() == 1 ? " is" : " are")
                        + " off. A booking that was confirmed would be gone after a power cut and"
                        + " its place sold again. Switch "
                        + (off.size() == 1 ? "it" : "them")
                        + " on (as administrator: "
                        + String.join(
                                " ",
                                off.stream()
                                        .map(name -> "ALTER SYSTEM SET " + name + " = on;")
                                        .toList())
                        + " SELECT pg_reload_conf();), or, for a rehearsal whose bookings nobody"
                        + " needs, say explicitly that losing them is accepted.");
    }
}
