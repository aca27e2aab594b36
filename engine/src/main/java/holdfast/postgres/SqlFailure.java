package holdfast.postgres;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The kind of an SQLException, by its SQLSTATE.
public enum SqlFailure {
    /// Deadlock or serialization failure: nothing happened, try again.
    PASSING,
    /// A lock or a statement took longer than its timeout: nothing happened.
    WAITED,
    /// No connection became free in time: nothing was sent to the database.
    CROWDED,
    /// The database accepts no writes at the moment, as after a failover: nothing happened.
    READ_ONLY,
    /// The connection is gone, or the database has no room, no memory or no disk to go on with. If
    /// a commit was under way, its outcome is unknown.
    LOST,
    /// A COMMIT failed in a way that does not prove a rollback: it may have happened.
    UNCERTAIN,
    /// A constraint failed: nothing happened.
    VIOLATION,
    /// A write found other rows than the decision saw: nothing happened.
    MISSED,
    /// Anything else is a bug or a broken database.
    OTHER;

    /// transaction_resolution_unknown
    static final String UNRESOLVED = "08007";
    private static final Pattern CONSTRAINT = Pattern.compile("constraint \"([^\"]+)\"");

    public static SqlFailure of(SQLException exception) {
        if (exception instanceof SQLTransientConnectionException) {
            return CROWDED;
        }
        String state = exception.getSQLState();
        if (state == null) {
            return OTHER;
        }
        return switch (state) {
            case "40001", "40P01" -> PASSING;
            case "55P03", "57014" -> WAITED;
            case "HF001" -> MISSED;
            case "25006" -> READ_ONLY;
            case UNRESOLVED -> UNCERTAIN;
            case "57P01", "57P02", "57P03", "25P03", "25P04" -> LOST;
            default -> gone(state, String.valueOf(exception.getMessage())) ? LOST
                    : state.startsWith("23") ? VIOLATION : OTHER;
        };
    }

    /// A server that panics because it could not write durably ends all its connections, under any
    /// SQLSTATE.
    private static boolean gone(String state, String message) {
        return state.startsWith("08") || state.startsWith("53") || state.startsWith("58")
                || message.startsWith("PANIC:");
    }

    /// Whether any of these may have been a COMMIT that happened.
    public static boolean mayHaveCommitted(Collection<? extends Exception> failures) {
        return failures.stream().anyMatch(failure -> failure instanceof SQLException sql
                && List.of(LOST, UNCERTAIN).contains(of(sql)));
    }

    /// Whether a failure of a COMMIT, or of statements sent with it, proves that the transaction
    /// was rolled back: the database refused a statement before the COMMIT, or the COMMIT itself.
    /// All else (a broken connection, an internal error, an unknown SQLSTATE, none at all) proves
    /// nothing.
    static boolean undone(SQLException exception) {
        String state = String.valueOf(exception.getSQLState());
        return switch (state) {
            case "HF001", "55P03", "57014", "40001", "40002", "40P01", "25P02", "25006" ->
                    true;
            default -> state.startsWith("22") || state.startsWith("23") || state.startsWith("42");
        } && !(exception instanceof SQLTransientConnectionException);
    }

    /// The name of the constraint that failed.
    public static Optional<String> constraint(SQLException exception) {
        Matcher matcher = CONSTRAINT.matcher(String.valueOf(exception.getMessage()));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
