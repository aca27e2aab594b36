package holdfast.server.auth;

import holdfast.testkit.ScratchDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// All content of a database as one text: what is not in it cannot be stolen from it.
final class Everything {
    private static final String ALL = """
            SELECT string_agg(query_to_xml(
                       format('SELECT t::text FROM %I AS t', tablename), true, false, '')::text, '')
              FROM pg_tables
             WHERE schemaname = current_schema()
            """;

    private Everything() {}

    static String in(ScratchDatabase database) {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ALL)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }
}
