package holdfast.proof.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.testkit.ScratchDatabase;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// For each constraint of the schema, a row that breaks it is refused under that constraint's name.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromisesTest {
    private static final Path SCHEMA = Path.of("../engine/src/main/resources/holdfast/schema");
    private static final Pattern NAME =
            Pattern.compile("(?:CONSTRAINT|CREATE UNIQUE INDEX)\\s+([a-z_0-9]+)");
    // Since PostgreSQL 18 a NOT NULL is a named constraint as well ('n'); ours need no violation.
    private static final String IN_FORCE = """
            SELECT conname::text FROM pg_constraint
             WHERE connamespace = current_schema()::regnamespace AND contype <> 'n'
               AND conrelid <> 'schema_history'::regclass
            UNION
            SELECT indexrelid::regclass::text FROM pg_index
              JOIN pg_class ON pg_class.oid = indexrelid
             WHERE relnamespace = current_schema()::regnamespace AND indisunique
               AND indrelid <> 'schema_history'::regclass
            """;

    private final ScratchDatabase database = ScratchDatabase.quick();
    private final List<Violation> violations = violations();

    @AfterAll
    void drop() {
        database.close();
    }

    private static List<Violation> violations() {
        try {
            return Violation.read(Files.readAllLines(Path.of(Objects.requireNonNull(
                    PromisesTest.class.getResource("/violations.sql"), "violations.sql").toURI())));
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void hasAViolationForEachPromise() throws IOException {
        Set<String> broken = violations.stream().filter(Violation::refused)
                .map(Violation::constraint).collect(Collectors.toCollection(TreeSet::new));
        assertThat(broken).isEqualTo(written());
    }

    @Test
    void enforcesEveryConstraintOfTheFiles() throws IOException, SQLException {
        Set<String> inForce = new TreeSet<>();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(IN_FORCE)) {
            while (rows.next()) {
                inForce.add(rows.getString(1));
            }
        }
        assertThat(inForce).isEqualTo(written());
    }

    /// The constraint names in the schema's files, outside comments.
    private static Set<String> written() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(SCHEMA)) {
            for (Path file : files.toList()) {
                String sql = Files.readString(file).replaceAll("--[^\n]*", "");
                Matcher matcher = NAME.matcher(sql);
                while (matcher.find()) {
                    names.add(matcher.group(1));
                }
            }
        }
        return names;
    }

    @TestFactory
    Stream<DynamicTest> refusesViolationsByName() {
        return violations.stream()
                .filter(violation -> !violation.constraint().equals(Violation.GIVEN))
                .map(violation -> DynamicTest.dynamicTest(
                        violation.constraint() + ", line " + violation.line(),
                        () -> check(violation)));
    }

    private void check(Violation violation) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                run(statement, violations.getFirst().statements());
                List<String> statements = violation.statements();
                run(statement, statements.subList(0, statements.size() - 1));
                if (violation.refused()) {
                    refused(statement, statements.getLast(), violation.constraint());
                } else {
                    run(statement, List.of(statements.getLast()));
                }
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static void run(Statement statement, List<String> all) throws SQLException {
        for (String sql : all) {
            statement.execute(sql);
        }
    }

    private static void refused(Statement statement, String sql, String constraint) {
        PSQLException refusal =
                catchThrowableOfType(PSQLException.class, () -> statement.execute(sql));
        assertThat((Object) refusal).as(sql).isNotNull();
        ServerErrorMessage message = Objects.requireNonNull(refusal.getServerErrorMessage());
        assertThat(message.getConstraint()).as(message.toString()).isEqualTo(constraint);
    }
}
