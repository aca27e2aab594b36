package holdfast.engine;

import java.time.Duration;

/// Told what an engine goes through, for those who watch it: never inside a transaction, on the
/// thread that did the work, so it should be quick. Whatever it throws is dropped: no request fails
/// because of its watcher.
public interface EngineListener {
    EngineListener NONE = new EngineListener() {};

    /// Each of a batch's requests has its answer, or will never get one.
    default void served(Batch batch) {}

    /// A request was turned away because too much was waiting.
    default void shed(String verb) {}

    /// A batch or a reading came to nothing and is tried again.
    default void retried(Retry retry) {}

    /// A constraint said no to what the engine had decided. The batch is decided anew.
    default void refused(String verb, String constraint) {}

    /// So many requests get no answer: the last try failed.
    default void failed(String verb, int requests) {}

    /// One transaction's worth of requests, or several where it had to be cut up.
    ///
    /// @param waited how long the one who came first waited before the batch began
    /// @param took how long the batch took, all tries together
    record Batch(String verb, int requests, Duration waited, Duration took) {}

    /// What came to nothing, and why.
    ///
    /// @param verb the verb, or `read`
    /// @param sqlState the database's word for it, or nothing where it is none of the database's
    record Retry(String verb, Reason reason, String sqlState) {}

    /// Why something is tried again.
    enum Reason {
        DEADLOCK,
        SERIALIZATION,
        LOCK_TIMEOUT,
        STATEMENT_TIMEOUT,
        NO_CONNECTION,
        CONNECTION_LOST,
        /// A COMMIT failed without proof of a rollback, and not because the connection was lost.
        COMMIT_UNKNOWN,
        CONSTRAINT,
        /// A write changed fewer rows than were decided upon.
        OVERTAKEN,
        OTHER
    }
}
