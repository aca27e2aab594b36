package holdfast.guards.schema;

import java.util.List;

/// A constraint of the schema. The name is empty if it has none; `columns` are those it begins
/// with, in order, and none for a check.
record Constraint(String name, Type type, String table, List<String> columns, Statement at) {

    enum Type {
        PRIMARY_KEY,
        UNIQUE,
        EXCLUDE,
        FOREIGN_KEY,
        CHECK
    }
}
