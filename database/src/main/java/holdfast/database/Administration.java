package holdfast.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;

/// Creates and drops databases. A name cannot be a parameter of such a statement, so PostgreSQL
/// builds the statement with the name quoted, and this class sends it back.
final class Administration {
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final String CREATE = """
            SELECT format('CREATE DATABASE %I TEMPLATE %I', ?::text, ?::text)
            """;
    private static final String ENSURE = """
            SELECT format('CREATE DATABASE %I', wanted)
              FROM (SELECT ?::text AS wanted) AS one
             WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = wanted)
            """;
    private static final String DROP = """
            SELECT format('DROP DATABASE IF EXISTS %I WITH (FORCE)', ?::text)
            """;

    private Administration() {}

    static void create(Address address, String name, String template) {
        run(address, CREATE, name, template);
    }

    static void ensure(Address address, String name) {
        run(address, ENSURE, name);
    }

    static void drop(Address address, String name) {
        run(address, DROP, name);
    }

    private static void run(Address address, String makeStatement, String... names) {
        for (String name : names) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("Not a database's name: " + name);
            }
        }
        try (Connection connection =
                ConnectionSettings.open(
                        ConnectionSettings.anyRole(address, PoolOptions.defaults()), address);
                PreparedStatement make = connection.prepareStatement(makeStatement);
                Statement run = connection.createStatement()) {
            for (int i = 0; i < names.length; i++) {
                make.setString(i + 1, names[i]);
            }
            try (ResultSet made = make.executeQuery()) {
                if (made.next()) {
                    run.execute(made.getString(1));
                }
            }
        } catch (SQLException e) {
            throw new DatabaseException(
                    "The database " + names[0] + " could not be made or removed: " + e.getMessage(),
                    e);
        }
    }
}
