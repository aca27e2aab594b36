package holdfast.server.auth;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The API keys of a workspace: create, rotate, revoke. Changes lock the workspace's row, so they
/// run one after the other.
public final class ApiKeys {
    private static final int MOST = 100;

    private final AuthTransaction tables;
    private final ApiKeyCache ring;

    ApiKeys(AuthTransaction tables, ApiKeyCache ring) {
        this.tables = tables;
        this.ring = ring;
    }

    /// Who requests a new key.
    ///
    /// @param by      the name in the history
    /// @param bearer  the caller's own credential, which the new secret is derived from
    /// @param attempt the Idempotency-Key
    public record Requester(String workspace, String by, String bearer, Optional<String> attempt) {}

    private static final String ALL = """
            SELECT access_key, kind, name, hint, made_by, made_at, ends_at, used_at
              FROM access_key
             WHERE workspace = ? AND access_key > ?
             ORDER BY access_key
             LIMIT ?
            """;

    /// Lists keys, ended ones included.
    public List<ApiKey> all(String workspace, String after, int most) {
        return tables.read(tx -> {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<ApiKey> found =
                    pipeline.query(ALL, ApiKeys::key, workspace, after, most);
            pipeline.run();
            return found.rows();
        });
    }

    static ApiKey key(ResultSet row) throws SQLException {
        ApiKey.Times times = new ApiKey.Times(Rows.certainly(row, 6),
                Optional.ofNullable(Rows.moment(row, 7)),
                Optional.ofNullable(Rows.moment(row, 8)));
        return new ApiKey(row.getString(1), ApiKey.Kind.of(row.getString(2)).orElseThrow(),
                row.getString(3), row.getString(4), row.getString(5), times);
    }

    public ApiKeyOutcome make(Requester requester, ApiKey.Kind kind, String name) {
        String request = "make " + kind.word() + " " + name;
        ApiKeyOutcome outcome = tables.change(tx -> {
            NewApiKey.queue(tx, requester.workspace());
            Optional<ApiKeyOutcome> again = NewApiKey.again(tx, requester, request);
            return again.isPresent() ? again.get() : insert(tx, requester, kind, name, request);
        });
        ring.refresh();
        return outcome;
    }

    private static ApiKeyOutcome insert(
            Transaction tx, Requester requester, ApiKey.Kind kind, String name, String request)
            throws SQLException {
        if (NewApiKey.alive(tx, requester.workspace()) >= MOST) {
            return new ApiKeyOutcome.TooManyKeys(MOST);
        }
        return NewApiKey.drawn(tx, requester, kind, name, request);
    }

    private static final String END = """
            UPDATE access_key
               SET ends_at = least(ends_at, the_clock() + ? * interval '1 second')
             WHERE workspace = ? AND access_key = ?
            RETURNING access_key, kind, name, hint, made_by, made_at, ends_at, used_at
            """;

    private static Optional<ApiKey> end(Transaction tx, String workspace, String id, Duration keep)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<ApiKey> ended =
                pipeline.query(END, ApiKeys::key, keep.toSeconds(), workspace, id);
        pipeline.run();
        return ended.rows().stream().findFirst();
    }

    private static final String FIND = """
            SELECT access_key, kind, name, hint, made_by, made_at, ends_at, used_at
              FROM access_key
             WHERE workspace = ? AND access_key = ? AND ends_at > the_clock()
            """;

    private static Optional<ApiKey> alive(Transaction tx, String workspace, String id)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<ApiKey> found = pipeline.query(FIND, ApiKeys::key, workspace, id);
        pipeline.run();
        return found.rows().stream().findFirst();
    }

    /// Makes a new key of the same kind and name; the old one stays valid for the time `keep`.
    public ApiKeyOutcome rotate(Requester requester, String id, Duration keep) {
        String request = "rotate " + id + " " + keep;
        ApiKeyOutcome outcome = tables.change(tx -> {
            NewApiKey.queue(tx, requester.workspace());
            Optional<ApiKeyOutcome> again = NewApiKey.again(tx, requester, request);
            if (again.isPresent()) {
                return again.get();
            }
            Optional<ApiKey> old = alive(tx, requester.workspace(), id);
            if (old.isEmpty()) {
                return new ApiKeyOutcome.NoSuchKey(id);
            }
            ApiKeyOutcome made =
                    insert(tx, requester, old.get().kind(), old.get().name(), request);
            if (made instanceof ApiKeyOutcome.Made) {
                end(tx, requester.workspace(), id, keep);
            }
            return made;
        });
        ring.refresh();
        return outcome;
    }

    private static final String OTHERS = """
            SELECT count(*)
              FROM access_key
             WHERE workspace = ? AND access_key <> ? AND kind = 'secret' AND ends_at = 'infinity'
            """;

    /// Ends a key now. Repeating it does no harm.
    public ApiKeyOutcome revoke(String workspace, String id) {
        ApiKeyOutcome outcome = tables.change(tx -> {
            NewApiKey.queue(tx, workspace);
            Optional<ApiKey> key = alive(tx, workspace, id);
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Long> others =
                    pipeline.query(OTHERS, row -> row.getLong(1), workspace, id);
            pipeline.run();
            boolean secret = key.isPresent() && key.get().kind() == ApiKey.Kind.SECRET;
            if (secret && others.only() == 0) {
                return new ApiKeyOutcome.LastKey(id);
            }
            return end(tx, workspace, id, Duration.ZERO)
                    .<ApiKeyOutcome>map(ApiKeyOutcome.Ended::new)
                    .orElseGet(() -> new ApiKeyOutcome.NoSuchKey(id));
        });
        ring.refresh();
        return outcome;
    }
}
