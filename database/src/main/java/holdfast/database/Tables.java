package holdfast.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// The tables of the schema, and statements about them. A name cannot be a parameter of such a
/// statement, so the server itself puts it together, with the names quoted.
final class Tables {
    // Those that others refer to come first. What PostgreSQL computes is not copied; what Flyway
    // writes comes with making the tables.
    private static final String ALL = """
            WITH RECURSIVE every AS (
                SELECT oid, relname FROM pg_class
                 WHERE relnamespace = to_regnamespace(?) AND relkind = 'r'
                   AND relname NOT IN ('schema_history', 'shop_history')),
            deep AS (
                SELECT oid, 0 AS depth FROM every
                UNION
                SELECT conrelid, depth + 1 FROM deep, pg_constraint
                 WHERE contype = 'f' AND confrelid = deep.oid AND conrelid <> confrelid
                   AND depth < 100)
            SELECT relname,
                   ARRAY(SELECT attname::text FROM pg_attribute
                          WHERE attrelid = oid AND attnum > 0 AND NOT attisdropped
                            AND attgenerated = ''
                          ORDER BY attnum) AS columns
              FROM every JOIN (SELECT oid, max(depth) AS depth FROM deep GROUP BY oid) AS deepest
                         USING (oid)
             ORDER BY depth, relname
            """;

    private static final String COPY_OUT = """
            SELECT format('COPY %I (%s) TO STDOUT', ?::text, string_agg(quote_ident(name), ', '))
              FROM unnest(?::text[]) AS name
            """;

    private static final String COPY_IN = """
            SELECT format('COPY %I (%s) FROM STDIN', ?::text, string_agg(quote_ident(name), ', '))
              FROM unnest(?::text[]) AS name
            """;

    private static final String LOCK = """
            DO $$ DECLARE each name; BEGIN
                FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema()
                             AND tablename NOT IN ('schema_history', 'shop_history')
                LOOP EXECUTE format('LOCK TABLE %I IN EXCLUSIVE MODE', each); END LOOP;
            END $$
            """;

    private static final String ANYTHING = """
            SELECT format('SELECT EXISTS (SELECT FROM %I)', ?::text)
            """;

    /// A table and those of its columns that are copied.
    record Table(String name, List<String> columns) {
        Table {
            columns = List.copyOf(columns);
        }
    }

    private Tables() {}

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

    static void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(LOCK);
        }
    }

    /// Refuses a database in which anything was ever written.
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
