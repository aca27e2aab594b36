package holdfast.bench.way;

import holdfast.bench.sale.WantedClaim;
import holdfast.database.Pool;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;

/// Retries a request until it has an answer. A deadlock and a serialization failure are retried, as
/// PostgreSQL's manual advises; a violated constraint is a refusal.
final class OneByOne implements Way {
    private static final int TRIES = 1_000;
    private static final int LONGEST_PAUSE_MS = 16;

    private final Pool pool;
    /// A fair queue for connections: first come, first served. The connection pool itself prefers a
    /// thread that has just returned one, and lets others wait for the whole run.
    private final Semaphore turns;
    private final SingleRequest attempt;

    OneByOne(Pool pool, int connections, SingleRequest attempt) {
        this.pool = pool;
        this.turns = new Semaphore(connections, true);
        this.attempt = attempt;
    }

    @Override
    public Answer hold(WantedClaim wish) {
        for (int tries = 1; tries <= TRIES; tries++) {
            turns.acquireUninterruptibly();
            SingleRequest.Tried tried;
            try {
                tried = once(wish);
            } finally {
                turns.release();
            }
            switch (tried) {
                case GRANTED -> {
                    return Answer.GRANTED;
                }
                case REFUSED -> {
                    return Answer.REFUSED;
                }
                case REPEATED -> {
                    return Answer.REPEATED;
                }
                case AGAIN -> pause(tries);
            }
        }
        return Answer.GAVE_UP;
    }

    private SingleRequest.Tried once(WantedClaim wish) {
        try (Connection connection = pool.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            try {
                SingleRequest.Tried tried = attempt.hold(connection, wish);
                if (tried == SingleRequest.Tried.GRANTED) {
                    if (!connection.getAutoCommit()) {
                        connection.commit();
                    }
                } else {
                    rollback(connection);
                }
                return tried;
            } catch (SQLException failure) {
                rollback(connection);
                return meaning(failure);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void rollback(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
    }

    private static SingleRequest.Tried meaning(SQLException failure) throws SQLException {
        String state = String.valueOf(failure.getSQLState());
        return switch (state) {
            case "40001", "40P01" -> SingleRequest.Tried.AGAIN;
            case "23505", "23514", "23P01" -> SingleRequest.Tried.REFUSED;
            default -> throw failure;
        };
    }

    /// A back-off that grows, with jitter, so that requests that collided do not collide again.
    private static void pause(int tries) {
        int most = Math.min(LONGEST_PAUSE_MS, 1 << Math.min(tries, 8));
        try {
            Thread.sleep(Duration.ofNanos(ThreadLocalRandom.current().nextLong(most * 500_000L)));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
