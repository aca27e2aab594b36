package holdfast.bench.way;

import holdfast.bench.sale.WantedClaim;
import holdfast.database.Pool;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;

/// Makes attempts until one counts. A deadlock and a failed serialization are tried again, as their
/// authors advise; a violated constraint is the database's way of saying no.
///
/// @param turns whose turn it is to have a connection: first come, first served. The pool itself
///              prefers whoever has just given one back, and lets others wait for the whole run
record OneByOne(Pool pool, Semaphore turns, SingleRequest attempt) implements Way {
    private static final int TRIES = 1_000;
    private static final int LONGEST_PAUSE_MS = 16;

    OneByOne(Pool pool, int connections, SingleRequest attempt) {
        this(pool, new Semaphore(connections, true), attempt);
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

    /// Longer each time, and by chance, so that those who collided do not meet again.
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
