package holdfast.engine;

import holdfast.claims.ConcurrentChangeException;
import holdfast.engine.EngineListener.Reason;
import holdfast.engine.EngineListener.Retry;
import holdfast.postgres.SqlFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Calls the listener and drops its exceptions.
final class SafeListener {
    private final EngineListener listener;

    SafeListener(EngineListener listener) {
        this.listener = listener;
    }

    void served(String verb, int requests, long waited, long took) {
        tell(to -> to.served(new EngineListener.Batch(
                verb, requests, Duration.ofNanos(waited), Duration.ofNanos(took))));
    }

    void shed(String verb) {
        tell(to -> to.shed(verb));
    }

    void again(String verb, Exception failure) {
        String state = failure instanceof SQLException sql ? sql.getSQLState() : null;
        tell(to -> to.retried(new Retry(verb, reason(failure), state == null ? "" : state)));
    }

    void constraint(String verb, Exception failure) {
        if (failure instanceof SQLException sql && SqlFailure.of(sql) == SqlFailure.VIOLATION) {
            Optional<String> constraint = SqlFailure.constraint(sql);
            constraint.ifPresent(name -> tell(to -> to.refused(verb, name)));
        }
    }

    void failed(String verb, int requests) {
        tell(to -> to.failed(verb, requests));
    }

    private static Reason reason(Exception failure) {
        if (!(failure instanceof SQLException sql)) {
            return failure instanceof ConcurrentChangeException ? Reason.OVERTAKEN : Reason.OTHER;
        }
        return switch (SqlFailure.of(sql)) {
            case PASSING ->
                    "40P01".equals(sql.getSQLState()) ? Reason.DEADLOCK : Reason.SERIALIZATION;
            case WAITED ->
                    "55P03".equals(sql.getSQLState())
                            ? Reason.LOCK_TIMEOUT : Reason.STATEMENT_TIMEOUT;
            case CROWDED -> Reason.NO_CONNECTION;
            case READ_ONLY -> Reason.READ_ONLY;
            case LOST -> switch (String.valueOf(sql.getSQLState())) {
                case "53100" -> Reason.DISK_FULL;
                case "53200" -> Reason.NO_MEMORY;
                case "53300" -> Reason.NO_CONNECTION;
                default -> Reason.CONNECTION_LOST;
            };
            case UNCERTAIN -> Reason.COMMIT_UNKNOWN;
            case VIOLATION -> Reason.CONSTRAINT;
            case MISSED -> Reason.OVERTAKEN;
            case OTHER -> Reason.OTHER;
        };
    }

    /// A failing listener must not fail the request.
    private void tell(Consumer<EngineListener> news) {
        try {
            news.accept(listener);
        } catch (RuntimeException | Error dropped) {
            return;
        }
    }
}
