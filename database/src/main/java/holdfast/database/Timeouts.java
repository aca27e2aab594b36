package holdfast.database;

import java.time.Duration;

/// The timeouts of a connection. None is infinite: pgjdbc waits for ever on a dead socket by
/// default, and so does a statement behind a lock.
///
/// @param connect           to open a connection
/// @param acquire           to get a connection out of the pool
/// @param statement         to run one statement
/// @param lock              to wait for one lock
/// @param idleInTransaction to leave a transaction open without sending anything
/// @param socket            to receive anything from the server
public record Timeouts(
        Duration connect,
        Duration acquire,
        Duration statement,
        Duration lock,
        Duration idleInTransaction,
        Duration socket) {

    private static final Duration LONGEST = Duration.ofHours(1);

    public Timeouts {
        limited("connect", connect, Duration.ofSeconds(1));
        limited("acquire", acquire, Duration.ofMillis(250));
        limited("statement", statement, Duration.ofMillis(10));
        limited("lock", lock, Duration.ofMillis(10));
        limited("idleInTransaction", idleInTransaction, Duration.ofMillis(100));
        limited("socket", socket, Duration.ofSeconds(1));
        // An outer limit is only a safety net: the inner one gives the clearer error, so it must
        // fire first.
        ordered("lock", lock, "statement", statement);
        ordered("statement", statement, "socket", socket);
    }

    /// The limit of a whole transaction. It ends transactions that no other limit covers. It is the
    /// sum of the statement and idle limits, so that a single statement or pause meets its own
    /// limit first.
    public Duration transaction() {
        return statement.plus(idleInTransaction);
    }

    public static Timeouts defaults() {
        return new Timeouts(
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30));
    }

    public Timeouts withStatement(Duration longest) {
        return new Timeouts(connect, acquire, longest, lock, idleInTransaction, socket);
    }

    public Timeouts withLock(Duration longest) {
        return new Timeouts(connect, acquire, statement, longest, idleInTransaction, socket);
    }

    public Timeouts withAcquire(Duration longest) {
        return new Timeouts(connect, longest, statement, lock, idleInTransaction, socket);
    }

    private static void limited(String name, Duration value, Duration shortest) {
        if (value.compareTo(shortest) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "The timeout " + name + " is " + value + ", not between " + shortest + " and "
                            + LONGEST + ".");
        }
    }

    private static void ordered(String inner, Duration less, String outer, Duration more) {
        if (less.compareTo(more) >= 0) {
            throw new IllegalArgumentException(
                    "The timeout " + inner + " (" + less + ") is not shorter than " + outer + " ("
                            + more + ").");
        }
    }
}
