package holdfast.guards.schema;

import java.util.List;

/// A promise of the schema. The name is empty where nobody gave one; the columns are those it
/// starts with, in order, and none for a check.
record Constraint(String name, Type type, String table, List<String> columns, Statement at) {

    enum Type {
        PRIMARY_KEY,
        UNIQUE,
        EXCLUDE,
        FOREIGN_KEY,
        CHECK
    }
}
