package holdfast.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Lists the schema's tables and builds statements about them. A name cannot be a parameter of such
/// a statement, so PostgreSQL builds it with the names quoted.
final class SchemaTables {
    // Generated columns are not copied. Flyway's history comes from creating the tables.
    private static final String ALL = """
            SELECT relname,
                   ARRAY(SELECT attname::text FROM pg_attribute
                          WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
                            AND attgenerated = ''
                          ORDER BY attnum) AS columns
              FROM pg_class
             WHERE relnamespace = to_regnamespace(?) AND relkind = 'r'
               AND relname NOT IN ('schema_history', 'server_schema_history')
             ORDER BY relname
            """;

    // References between tables may form a cycle, so no order of the tables would satisfy them.
    private static final String REFERENCES = """
            SELECT format('ALTER TABLE %s ALTER CONSTRAINT %I DEFERRABLE INITIALLY DEFERRED',
                          conrelid::regclass, conname),
                   format('ALTER TABLE %s ALTER CONSTRAINT %I NOT DEFERRABLE',
                          conrelid::regclass, conname)
              FROM pg_constraint
             WHERE contype = 'f' AND NOT condeferrable AND conparentid = 0
               AND connamespace = current_schema()::regnamespace
            """;
    private static final String CHECK_NOW = """
            SET CONSTRAINTS ALL IMMEDIATE
            """;

    private static final String COPY_OUT = """
            SELECT format('COPY (SELECT %2$s FROM %1$I) TO STDOUT', ?::text,
                          string_agg(quote_ident(name), ', '))
              FROM unnest(?::text[]) AS name
            """;

    private static final String COPY_IN = """
            SELECT format('COPY %I (%s) FROM STDIN', ?::text, string_agg(quote_ident(name), ', '))
              FROM unnest(?::text[]) AS name
            """;

    private static final String LOCK = """
            DO $$ DECLARE each name; BEGIN
                FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema()
                             AND tablename NOT IN ('schema_history', 'server_schema_history')
                LOOP EXECUTE format('LOCK TABLE %I IN EXCLUSIVE MODE', each); END LOOP;
            END $$
            """;

    private static final String ANYTHING = """
            SELECT format('SELECT EXISTS (SELECT FROM %I)', ?::text)
            """;

    /// A table and its copied columns.
    record Table(String name, List<String> columns) {
        Table {
            columns = List.copyOf(columns);
        }
    }

    private SchemaTables() {}

    static List<Table> all(Connection connection, String schema) throws SQLException {
        List<Table> tables = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(ALL)) {
            statement.setString(1, schema);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String[] columns = (String[]) rows.getArray(2).getArray();
                    tables.add(new Table(rows.getString(1), List.of(columns)));
                }
            }
        }
        return tables;
    }

    static String copyOut(Connection connection, Table table) throws SQLException {
        return made(connection, COPY_OUT, table);
    }

    static String copyIn(Connection connection, Table table) throws SQLException {
        return made(connection, COPY_IN, table);
    }

    private static String made(Connection connection, String make, Table table)
            throws SQLException {
        Array columns = connection.createArrayOf("text", table.columns().toArray());
        try (PreparedStatement statement = connection.prepareStatement(make)) {
            statement.setString(1, table.name());
            statement.setArray(2, columns);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    /// Defers all foreign keys; returns the statements that restore them.
    static List<String> deferReferences(Connection connection) throws SQLException {
        List<String> defer = new ArrayList<>();
        List<String> restore = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(REFERENCES)) {
            while (rows.next()) {
                defer.add(rows.getString(1));
                restore.add(rows.getString(2));
            }
        }
        run(connection, defer);
        return restore;
    }

    /// Checks every foreign key and makes them immediate again.
    static void checkReferences(Connection connection, List<String> restore) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CHECK_NOW);
        }
        run(connection, restore);
    }

    private static void run(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    static void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(LOCK);
        }
    }

    /// Refuses a database whose tables have rows.
    static void requireEmpty(Connection connection, String schema, Address address)
            throws SQLException {
        for (Table table : all(connection, schema)) {
            String ask;
            try (PreparedStatement statement = connection.prepareStatement(ANYTHING)) {
                statement.setString(1, table.name());
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    ask = row.getString(1);
                }
            }
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(ask)) {
                row.next();
                if (row.getBoolean(1)) {
                    throw new DatabaseException("The database at " + address + " is not empty: "
                            + table.name() + " has rows. A copy goes into an empty database only;"
                            + " choose another HOLDFAST_DATA or HOLDFAST_DATABASE_URL.");
                }
            }
        }
    }
}
