package holdfast.verbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.postgres.ColumnArrays;
import holdfast.postgres.ColumnArrays.Sort;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.SqlFailure;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Statements in one round trip, rows as arrays, and the kinds of failures.
class PipelinesTest {
    private static final Instant NOON = Instant.parse("2030-05-01T12:00:00Z");

    @RegisterExtension
    final EngineFixture fixture = new EngineFixture();

    private static final String MAKE = """
            CREATE TEMPORARY TABLE line (number bigint PRIMARY KEY, word text, at timestamptz)
                ON COMMIT DROP""";
    private static final String INSERT = """
            INSERT INTO line (number, word, at)
            SELECT new.number, coalesce(new.word, same.word),
                   coalesce(new.at::timestamptz, same.at)
            FROM (SELECT ?::text, ?::timestamptz) AS same (word, at),
                 (SELECT unnest(?::bigint[]), unnest(?::text[]), unnest(?::text[]))
                 AS new (number, word, at)""";
    private static final String READ = """
            SELECT word, at FROM line ORDER BY number""";
    private static final String CHANGE = """
            WITH changed AS (UPDATE line SET word = ? WHERE number = ? RETURNING 1)
            SELECT as_decided('lines', count(*), 1) FROM changed""";

    private record Line(String word, boolean endless) {}

    /// Columns with the same value in all rows, with different ones, and with none.
    @Test
    void eachStatementSeesTheOnesBeforeIt() throws SQLException {
        try (Transaction tx = Transaction.begin(fixture.source())) {
            ColumnArrays columns = new ColumnArrays(Sort.NUMBER, Sort.TEXT, Sort.MOMENT);
            columns.row(1, "both", NOON);
            columns.row(2, "both", ColumnArrays.moment(null));
            Pipeline pipeline = tx.pipeline();
            pipeline.update(MAKE);
            pipeline.update(INSERT, columns.sparing());
            Pipeline.Answer<Line> before = pipeline.query(READ, PipelinesTest::line);
            pipeline.query(CHANGE, row -> true, "second", 2L);
            Pipeline.Answer<Line> after = pipeline.query(READ, PipelinesTest::line);
            pipeline.run();
            assertThat(before.rows())
                    .containsExactly(new Line("both", false), new Line("both", true));
            assertThat(after.rows())
                    .containsExactly(new Line("both", false), new Line("second", true));
            assertThatThrownBy(before::only).isInstanceOf(IllegalStateException.class);
        }
    }

    private static Line line(java.sql.ResultSet row) throws SQLException {
        return new Line(row.getString(1), Rows.moment(row, 2) == null);
    }

    @Test
    void oneRowAfterTheOther() throws SQLException {
        List<Integer> numbers = new ArrayList<>();
        try (Transaction tx = Transaction.begin(fixture.source())) {
            tx.snapshot();
            tx.each("SELECT * FROM generate_series(1, ?)", row -> numbers.add(row.getInt(1)),
                    12_000);
        }
        assertThat(numbers).hasSize(12_000).startsWith(1, 2).endsWith(12_000);
    }

    @Test
    void writeThatFindsOtherRowsFails() throws SQLException {
        try (Transaction tx = Transaction.begin(fixture.source())) {
            Pipeline pipeline = tx.pipeline();
            pipeline.update(MAKE);
            pipeline.query(CHANGE, row -> true, "none", 7L);
            assertThat(failure(tx, pipeline)).isEqualTo(SqlFailure.MISSED);
        }
    }

    private static final String VIOLATE = """
            INSERT INTO pool (workspace, pool, capacity, taken) VALUES ('a', 'b', 1, 2)""";
    private static final String HIDE = """
            SELECT unknown_function()""";
    private static final String SLOW = """
            SELECT set_config('statement_timeout', '20', true), pg_sleep(0)""";
    private static final String WAIT = """
            SELECT pg_sleep(5)""";

    @Test
    void failuresByKind() throws SQLException {
        assertThat(failure(VIOLATE)).isEqualTo(SqlFailure.VIOLATION);
        assertThat(failure(HIDE)).isEqualTo(SqlFailure.OTHER);
        try (Transaction tx = Transaction.begin(fixture.source())) {
            Pipeline slow = tx.pipeline();
            slow.query(SLOW, row -> true);
            slow.run();
            Pipeline wait = tx.pipeline();
            wait.query(WAIT, row -> true);
            assertThat(failure(tx, wait)).isEqualTo(SqlFailure.WAITED);
        }
    }

    private SqlFailure failure(String sql) throws SQLException {
        try (Transaction tx = Transaction.begin(fixture.source())) {
            Pipeline pipeline = tx.pipeline();
            pipeline.update(sql);
            return failure(tx, pipeline);
        }
    }

    private static SqlFailure failure(Transaction tx, Pipeline pipeline) {
        try {
            tx.commit(pipeline);
        } catch (SQLException failure) {
            return SqlFailure.of(failure);
        }
        throw new AssertionError("nothing failed");
    }
}
