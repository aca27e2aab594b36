package holdfast.server.catalog;

import holdfast.Unanswered;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.sql.DataSource;

/// Idempotency keys for new catalogue entries. The key is stored with the id drawn for the new
/// entry, before the entry is written. A retry with the same key and request, even concurrently or
/// after a crash, repeats the work with the same id, and all work here is idempotent. The keys of
/// holds are in the same table, so no key has two meanings.
public final class CatalogKeys {
    private final DataSource source;

    public CatalogKeys(DataSource source) {
        this.source = source;
    }

    /// The meaning of a key.
    public sealed interface Claimed {
        /// The work is to be done with this id; `again` when an earlier request began it.
        record Mine(String id, boolean again) implements Claimed {}

        /// The key was used for another request.
        record Reused(String key) implements Claimed {}
    }

    private static final String WRITE = """
            INSERT INTO replay (workspace, key, request, outcome, at)
            VALUES (?, ?, ?, ?, the_clock())
            ON CONFLICT ON CONSTRAINT replay_key_once DO NOTHING""";

    private static final String READ = """
            SELECT request, outcome FROM replay WHERE workspace = ? AND key = ?""";

    private record Kept(String request, String outcome) {}

    /// Draws an id, or finds the key's. Without a key the id is always new.
    ///
    /// @param request everything that the answer depends on, the route's name first
    public Claimed claim(
            String workspace, Optional<String> key, String request, String prefix) {
        String drawn = RandomIds.next(prefix);
        if (key.isEmpty()) {
            return new Claimed.Mine(drawn, false);
        }
        String digest = digest(request);
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            pipeline.update(WRITE, workspace, key.get(), digest, drawn);
            Pipeline.Answer<Kept> answer = pipeline.query(READ,
                    row -> new Kept(row.getString(1), row.getString(2)), workspace, key.get());
            tx.commit(pipeline);
            Kept kept = answer.only();
            return kept.request().equals(digest)
                    ? new Claimed.Mine(kept.outcome(), !kept.outcome().equals(drawn))
                    : new Claimed.Reused(key.get());
        } catch (SQLException failure) {
            throw new Unanswered("the key could not be written down", failure);
        }
    }

    /// A key with its recorded answer.
    public record Recorded(String key, String fingerprint, String outcome) {}

    /// The recorded answer of a key, read inside the caller's transaction.
    public static Optional<Recorded> recorded(Transaction tx, String workspace, String key)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Kept> answer = pipeline.query(READ,
                row -> new Kept(row.getString(1), row.getString(2)), workspace, key);
        pipeline.run();
        return answer.rows().stream().findFirst()
                .map(kept -> new Recorded(key, kept.request(), kept.outcome()));
    }

    private static final String RECORD = """
            INSERT INTO replay (workspace, key, request, outcome, at) VALUES (?, ?, ?, ?, ?)""";

    /// Records an answer in the caller's transaction. If the key was answered meanwhile, the
    /// transaction fails; the retry of the request finds that answer.
    public static void record(Pipeline pipeline, String workspace, Recorded recorded, Instant at) {
        pipeline.update(RECORD, workspace, recorded.key(), recorded.fingerprint(),
                recorded.outcome(),
                at);
    }

    private static String digest(String text) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
