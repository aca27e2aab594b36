package holdfast.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Several statements in one round trip: the driver sends all of them before it waits. They run in
/// order, and each sees what the ones before it changed and locked.
public final class Pipeline {
    private final Connection connection;
    private final List<Step<?>> steps = new ArrayList<>();
    private Optional<SQLWarning> warning = Optional.empty();

    Pipeline(Connection connection) {
        this.connection = connection;
    }

    /// Reads the row under the cursor.
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// The result of a statement, filled by `run`.
    public static final class Answer<T> {
        private final List<T> rows = new ArrayList<>();
        private int changed;

        private Answer() {}

        public List<T> rows() {
            return rows;
        }

        public T only() {
            if (rows.size() != 1) {
                throw new IllegalStateException("one row expected, " + rows.size() + " came");
            }
            return rows.getFirst();
        }

        public int changed() {
            return changed;
        }
    }

    private record Step<T>(String sql, List<Object> arguments, Row<T> row, Answer<T> answer) {
        void take(PreparedStatement statement, boolean rows) throws SQLException {
            if (!rows) {
                answer.changed = statement.getUpdateCount();
                return;
            }
            try (ResultSet set = statement.getResultSet()) {
                while (set.next()) {
                    answer.rows.add(row.read(set));
                }
            }
        }
    }

    public <T> Answer<T> query(String sql, Row<T> row, Object... arguments) {
        Answer<T> answer = new Answer<>();
        steps.add(new Step<>(sql, List.of(arguments), row, answer));
        return answer;
    }

    public Answer<Boolean> update(String sql, Object... arguments) {
        return query(sql, row -> true, arguments);
    }

    /// What the database warned of in the last run.
    Optional<SQLWarning> warning() {
        return warning;
    }

    public void run() throws SQLException {
        if (steps.isEmpty()) {
            return;
        }
        List<String> texts = new ArrayList<>();
        steps.forEach(step -> texts.add(step.sql));
        String together = String.join(";\n", texts);
        try (PreparedStatement statement = connection.prepareStatement(together)) {
            Binding binding = new Binding(connection, statement);
            for (Step<?> step : steps) {
                for (Object argument : step.arguments) {
                    binding.next(argument);
                }
            }
            boolean rows = statement.execute();
            for (Step<?> step : steps) {
                step.take(statement, rows);
                rows = statement.getMoreResults();
            }
            warning = Optional.ofNullable(statement.getWarnings());
        }
        steps.clear();
    }
}
