package holdfast.server.ops;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Health check: the database answers in time, has the tables, and commits a write to its disk. The
/// check is public, so at most one runs at once. Callers share the one under way, even if it began
/// before they came, and wait no longer than the bound: else a slow database would gather a thread
/// for each call.
public final class DatabaseCheck implements Supplier<Optional<String>> {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseCheck.class);
    private static final String THERE = """
            SELECT the_clock() IS NOT NULL
               AND to_regclass('hold') IS NOT NULL AND to_regclass('journal') IS NOT NULL
            """;

    private static final String WRITE = """
            WITH ended AS (
                DELETE FROM node WHERE written_at < the_clock() - interval '1 day' AND node <> ?)
            INSERT INTO node (node, started_at, written_at) VALUES (?, the_clock(), the_clock())
            ON CONFLICT ON CONSTRAINT node_once DO UPDATE SET written_at = EXCLUDED.written_at
            """;

    private final DataSource source;
    private final Duration bound;
    private final DatabaseGauges gauges;
    private final String node = UUID.randomUUID().toString();
    private CompletableFuture<Optional<String>> underWay =
            CompletableFuture.completedFuture(Optional.empty());
    private volatile String last = "";

    public DatabaseCheck(DataSource source, Duration bound, Metrics metrics) {
        this.source = source;
        this.bound = bound;
        this.gauges = metrics.database();
    }

    @Override
    public Optional<String> get() {
        Optional<String> complaint = complaint();
        String now = complaint.orElse("");
        if (!now.equals(last)) {
            last = now;
            if (complaint.isPresent()) {
                LOG.error("The database cannot be used: {}", now);
            } else {
                LOG.info("The database can be used again");
            }
        }
        gauges.writable(complaint.isEmpty());
        return complaint;
    }

    private Optional<String> complaint() {
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
            if (!row.next() || !row.getBoolean(1)) {
                return Optional.of("the tables are missing");
            }
            write(connection);
            return Optional.empty();
        } catch (SQLException failure) {
            // Its message may name hosts and users, and the check is public.
            String state = failure.getSQLState();
            return Optional.of(words(state) + (state == null ? "" : " (SQLSTATE " + state + ")"));
        } catch (RuntimeException failure) {
            return Optional.of("no answer");
        }
    }

    private void write(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
            statement.setString(1, node);
            statement.setString(2, node);
            statement.executeUpdate();
        }
    }

    private static String words(String state) {
        return switch (String.valueOf(state)) {
            case "53100" -> "its disk is full";
            case "53200" -> "it has no memory left";
            case "53300" -> "it has too many connections";
            case "25006" -> "it is read-only";
            default -> "no answer";
        };
    }
}
