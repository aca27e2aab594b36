package holdfast.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// The schema versions of a database: the engine's and the server's, the latter empty
/// where there is no server.
record SchemaVersions(String engine, String server) {
    private static final String THERE = """
            SELECT to_regclass(?) IS NOT NULL
            """;
    private static final String ENGINE = """
            SELECT version FROM schema_history WHERE success AND version IS NOT NULL
             ORDER BY installed_rank DESC LIMIT 1
            """;
    private static final String SERVER = """
            SELECT version FROM server_schema_history WHERE success AND version IS NOT NULL
             ORDER BY installed_rank DESC LIMIT 1
            """;

    static SchemaVersions of(Connection connection) throws SQLException {
        return new SchemaVersions(
                there(connection, Schema.HISTORY) ? one(connection, ENGINE) : "",
                there(connection, Schema.SERVER_HISTORY) ? one(connection, SERVER) : "");
    }

    private static boolean there(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(THERE)) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static String one(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            return row.next() ? row.getString(1) : "";
        }
    }

    @Override
    public String toString() {
        return (engine.isEmpty() ? "none" : engine) + (server.isEmpty() ? "" : "/" + server);
    }
}
