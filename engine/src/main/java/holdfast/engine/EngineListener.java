package holdfast.engine;

import java.time.Duration;

/// A listener for metrics and logs. It is called on the thread that did the work, never inside a
/// transaction, so it should be quick. Its exceptions are dropped: no request fails because of its
/// listener.
public interface EngineListener {
    EngineListener NONE = new EngineListener() {};

    /// A batch ended: each of its requests has an answer or has failed for good.
    default void served(Batch batch) {}

    /// A request was refused because too many were waiting.
    default void shed(String verb) {}

    /// A batch or a read failed and is tried again.
    default void retried(Retry retry) {}

    /// A constraint refused what the engine had decided. The batch is decided again.
    default void refused(String verb, String constraint) {}

    /// The last try failed: `requests` requests get no answer.
    default void failed(String verb, int requests) {}

    /// A batch of requests: one transaction, or several if it was split.
    ///
    /// @param waited how long the first request waited before the batch began
    /// @param took how long the batch took, all tries together
    record Batch(String verb, int requests, Duration waited, Duration took) {}

    /// A failed try and its reason.
    ///
    /// @param verb the verb, or `read`
    /// @param sqlState the database's SQLSTATE, or empty if the failure is none of the database's
    record Retry(String verb, Reason reason, String sqlState) {}

    /// Why a try is repeated.
    enum Reason {
        DEADLOCK,
        SERIALIZATION,
        LOCK_TIMEOUT,
        STATEMENT_TIMEOUT,
        NO_CONNECTION,
        CONNECTION_LOST,
        /// The database's disk has no room.
        DISK_FULL,
        /// The database has too little memory.
        NO_MEMORY,
        /// The database accepts no writes.
        READ_ONLY,
        /// A COMMIT failed without proof of a rollback, and not because the connection was lost.
        COMMIT_UNKNOWN,
        CONSTRAINT,
        /// A write changed fewer rows than were decided.
        OVERTAKEN,
        OTHER
    }
}
