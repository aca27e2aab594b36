package holdfast.server.ops;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.sql.DataSource;

/// Health check: the database answers in time and has the tables. The check is public, so at most
/// one query runs at once. Callers share the one under way, even if it began before they came, and
/// wait no longer than the bound: else a slow database would gather a thread for each call.
public final class DatabaseCheck implements Supplier<Optional<String>> {
    private static final String THERE = """
            SELECT the_clock() IS NOT NULL
               AND to_regclass('hold') IS NOT NULL AND to_regclass('journal') IS NOT NULL
            """;

    private final DataSource source;
    private final Duration bound;
    private CompletableFuture<Optional<String>> underWay =
            CompletableFuture.completedFuture(Optional.empty());

    public DatabaseCheck(DataSource source, Duration bound) {
        this.source = source;
        this.bound = bound;
    }

    @Override
    public Optional<String> get() {
        try {
            return latest().get(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return Optional.of("no answer within " + bound);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private synchronized CompletableFuture<Optional<String>> latest() {
        if (underWay.isDone()) {
            underWay = CompletableFuture.supplyAsync(this::ask, Thread::startVirtualThread);
        }
        return underWay;
    }

    private Optional<String> ask() {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(THERE)) {
            return row.next() && row.getBoolean(1)
                    ? Optional.empty() : Optional.of("the tables are missing");
        } catch (SQLException failure) {
            // Its message may name hosts and users, and the check is public.
            String state = failure.getSQLState();
            return Optional.of("no answer"
                    + (state == null ? "" : " (SQLSTATE " + state + ")"));
        } catch (RuntimeException failure) {
            return Optional.of("no answer");
        }
    }
}
