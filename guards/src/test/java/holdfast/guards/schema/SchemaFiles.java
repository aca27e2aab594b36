package holdfast.guards.schema;

import holdfast.guards.Repository;
import holdfast.guards.RepositoryFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The schema files of the repository, parsed as far as the rules need.
final class SchemaFiles {
    private static final Pattern TABLE = Pattern.compile(
            "(?i)CREATE\\s+(?:UNLOGGED\\s+)?TABLE\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?(\\w+)");
    private static final Pattern ALTER = Pattern.compile(
            "(?i)ALTER\\s+TABLE\\s+(?:ONLY\\s+)?(\\w+)\\s+ADD\\s+(?:COLUMN\\s+)?");
    private static final Pattern INDEX = Pattern.compile(
            "(?i)CREATE\\s+(UNIQUE\\s+)?INDEX\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?"
                    + "(?:(?!ON\\b)(\\w+)\\s+)?ON\\s+(\\w+)");
    private static final Pattern FUNCTION = Pattern.compile(
            "(?i)CREATE\\s+(?:OR\\s+REPLACE\\s+)?FUNCTION\\s+(\\w+)");
    private static final Pattern CONSTRAINT = Pattern.compile(
            "(?i)(?:\\bCONSTRAINT\\s+(\\w+)\\s+)?\\b(PRIMARY\\s+KEY|UNIQUE|EXCLUDE|FOREIGN\\s+KEY"
                    + "|REFERENCES|CHECK)\\b");
    private static final Pattern OF_THE_TABLE = Pattern.compile(
            "(?i)(CONSTRAINT|PRIMARY|UNIQUE|EXCLUDE|FOREIGN|CHECK|LIKE)\\b");

    private final List<Statement> statements = new ArrayList<>();
    private final List<Constraint> constraints = new ArrayList<>();
    private final List<Statement> names = new ArrayList<>();

    private SchemaFiles() {}

    /// The schema of one module, or of all when it is empty.
    static SchemaFiles of(Repository repository, String module) {
        var schema = new SchemaFiles();
        for (RepositoryFile file : repository.texts(".sql")) {
            if (file.path().matches(".*/src/main/resources/.*")
                    && (module.isEmpty() || file.isIn(module))) {
                Statement.of(file).forEach(schema::read);
            }
        }
        return schema;
    }

    List<Statement> statements() {
        return statements;
    }

    List<Constraint> constraints() {
        return constraints;
    }

    /// Tables and columns, with the places of their declarations.
    List<Statement> tablesAndColumns() {
        return names;
    }

    /// All names: tables, columns, constraints, indexes, functions.
    Set<String> names() {
        Set<String> all = new TreeSet<>();
        names.forEach(name -> all.add(name.sql()));
        constraints.forEach(constraint -> all.add(constraint.name()));
        for (Statement statement : statements) {
            for (Pattern pattern : List.of(INDEX, FUNCTION)) {
                Matcher named = pattern.matcher(statement.sql());
                if (named.lookingAt()) {
                    int group = pattern == INDEX ? 2 : 1;
                    all.add(named.group(group) == null ? "" : named.group(group));
                }
            }
        }
        return all;
    }

    private void read(Statement statement) {
        statements.add(statement);
        Matcher table = TABLE.matcher(statement.sql());
        Matcher alter = ALTER.matcher(statement.sql());
        Matcher index = INDEX.matcher(statement.sql());
        if (table.lookingAt()) {
            names.add(statement.part(table.start(1), table.end(1)));
            statement.inside(table.end()).split(',').forEach(part -> read(table.group(1), part));
        } else if (alter.lookingAt()) {
            read(alter.group(1), statement.part(alter.end(), statement.sql().length()));
        } else if (index.lookingAt() && index.group(1) != null) {
            constraints.add(new Constraint(
                    index.group(2) == null ? "" : index.group(2), Constraint.Type.UNIQUE,
                    index.group(3), firstWords(statement.inside(index.end())), statement));
        }
    }

    private void read(String table, Statement part) {
        boolean ofTheTable = OF_THE_TABLE.matcher(part.sql()).lookingAt();
        if (!ofTheTable) {
            names.add(part.part(0, part.sql().split("\\s", 2)[0].length()));
        }
        Matcher found = CONSTRAINT.matcher(part.sql());
        int from = 0;
        while (found.find(from)) {
            String word = found.group(2).toUpperCase(Locale.ROOT).replaceAll("\\s+", "_");
            Constraint.Type type = word.equals("REFERENCES")
                    ? Constraint.Type.FOREIGN_KEY : Constraint.Type.valueOf(word);
            constraints.add(new Constraint(
                    found.group(1) == null ? "" : found.group(1), type, table,
                    columns(type, ofTheTable, part, found.end()),
                    part.part(found.start(), part.sql().length())));
            // A table constraint is a single one; REFERENCES belongs to its FOREIGN KEY.
            from = ofTheTable ? part.sql().length() : found.end();
        }
    }

    private static List<String> columns(
            Constraint.Type type, boolean ofTheTable, Statement part, int after) {
        if (type == Constraint.Type.CHECK) {
            return List.of();
        }
        return ofTheTable
                ? firstWords(part.inside(after))
                : List.of(part.sql().split("\\s", 2)[0]);
    }

    private static List<String> firstWords(Statement list) {
        return list.split(',').stream().map(item -> item.sql().split("\\W", 2)[0]).toList();
    }
}
