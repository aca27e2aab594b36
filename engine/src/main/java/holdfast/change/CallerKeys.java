package holdfast.change;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// Idempotency keys of the caller's own requests. They stand in the engine's table of keys, so that
/// a key has one meaning in a workspace, whichever of the two answered it.
public final class CallerKeys {
    /// The constraint that refuses a second answer for a key.
    public static final String ONCE = "idempotency_key_once";

    private CallerKeys() {}

    /// A key with its recorded answer.
    ///
    /// @param fingerprint what the key stands for
    public record Recorded(String key, String fingerprint, String outcome) {}

    private static final String READ = """
            SELECT request, outcome FROM idempotency_key WHERE workspace = ? AND key = ?""";

    /// The recorded answer of a key, read inside the caller's transaction.
    public static Optional<Recorded> recorded(Transaction tx, String workspace, String key)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Recorded> answer = pipeline.query(READ,
                row -> new Recorded(key, row.getString(1), row.getString(2)), workspace, key);
        pipeline.run();
        return answer.rows().stream().findFirst();
    }

    private static final String RECORD = """
            INSERT INTO idempotency_key (workspace, key, request, outcome, at)
            VALUES (?, ?, ?, ?, ?)""";

    /// Records an answer in the caller's transaction. If the key was answered meanwhile, the
    /// transaction fails; the retry of the request finds that answer.
    public static void record(Pipeline pipeline, String workspace, Recorded recorded, Instant at) {
        pipeline.update(RECORD, workspace, recorded.key(), recorded.fingerprint(),
                recorded.outcome(), at);
    }
}
