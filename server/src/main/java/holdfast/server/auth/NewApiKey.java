package holdfast.server.auth;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.Optional;

/// Creates API keys.
final class NewApiKey {
    private NewApiKey() {}

    private static final String QUEUE = """
            SELECT workspace FROM workspace_account WHERE workspace = ? FOR UPDATE
            """;

    /// Locks the workspace's row until the transaction ends, so that changes of its keys and staff
    /// run one after the other. False if there is no such workspace.
    static boolean queue(Transaction tx, String workspace) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Boolean> found = pipeline.update(QUEUE, workspace);
        pipeline.run();
        return !found.rows().isEmpty();
    }

    private static final String ALIVE = """
            SELECT count(*) FROM access_key WHERE workspace = ? AND ends_at > the_clock()
            """;

    static long alive(Transaction tx, String workspace) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Long> count = pipeline.query(ALIVE, row -> row.getLong(1), workspace);
        pipeline.run();
        return count.only();
    }

    private static final String MADE = """
            SELECT access_key, kind, name, hint, made_by, made_at, ends_at, used_at
              FROM access_key
             WHERE workspace = ? AND access_key = ?
            """;

    /// The recorded answer of this Idempotency-Key, if there is one.
    static Optional<ApiKeyOutcome> again(Transaction tx, ApiKeys.Requester requester,
            String request)
            throws SQLException {
        return switch (AnsweredKeys.before(tx, requester, request)) {
            case AnsweredKeys.Before.Nothing nothing -> Optional.empty();
            case AnsweredKeys.Before.OtherRequest other ->
                    Optional.of(new ApiKeyOutcome.AttemptReused(other.key()));
            case AnsweredKeys.Before.SameRequest before -> {
                Pipeline pipeline = tx.pipeline();
                Pipeline.Answer<ApiKey> made = pipeline.query(
                        MADE, ApiKeys::key, requester.workspace(), before.answered().id());
                pipeline.run();
                ApiKey key = made.only();
                yield Optional.of(before.answered().secret(key.kind().prefix(), requester.bearer())
                        .<ApiKeyOutcome>map(secret -> new ApiKeyOutcome.Made(key, secret))
                        .orElseGet(() -> new ApiKeyOutcome.MadeBefore(key)));
            }
        };
    }

    static ApiKeyOutcome drawn(
            Transaction tx, ApiKeys.Requester requester, ApiKey.Kind kind, String name,
            String request)
            throws SQLException {
        String salt = Secrets.random("");
        String secret = Secrets.derived(kind.prefix(), requester.bearer(), salt);
        ApiKeyOutcome.Made made =
                put(tx, new Draft(requester.workspace(), requester.by(), kind, name), secret);
        new AnsweredKeys(made.key().id(), salt, Secrets.digest(secret))
                .record(tx, requester, request, made.key().times().madeAt());
        return made;
    }

    record Draft(String workspace, String by, ApiKey.Kind kind, String name) {}

    private static final String PUT = """
            INSERT INTO access_key (workspace, access_key, kind, name, hint, digest, made_at,
                                    made_by, ends_at)
            VALUES (?, ?, ?, ?, ?, ?, the_clock(), ?, 'infinity')
            RETURNING access_key, kind, name, hint, made_by, made_at, ends_at, used_at
            """;

    static ApiKeyOutcome.Made put(Transaction tx, Draft draft, String secret) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<ApiKey> made = pipeline.query(PUT, ApiKeys::key,
                draft.workspace, Secrets.random("key_").substring(0, 26), draft.kind.word(),
                draft.name, Secrets.hint(secret), Secrets.digest(secret), draft.by);
        pipeline.run();
        return new ApiKeyOutcome.Made(made.only(), secret);
    }
}
