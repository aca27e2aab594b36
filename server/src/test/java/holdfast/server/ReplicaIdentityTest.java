package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testkit.Scratch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Each table can take part in logical replication.
class ReplicaIdentityTest {
    private static final String WITHOUT = """
            SELECT relname FROM pg_class AS t
            WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
              AND relreplident <> 'f'
              AND NOT EXISTS (
                  SELECT FROM pg_index WHERE indrelid = t.oid
                     AND (indisreplident OR indisprimary AND t.relreplident = 'd'))
            """;

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private List<String> without() throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = scratch.database().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(WITHOUT)) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    @Test
    void hasAReplicaIdentityForEachTable() throws SQLException {
        assertThat(without()).isEmpty();
        scratch.database().run("CREATE TABLE plain (number integer)");
        assertThat(without()).containsExactly("plain");
    }
}
