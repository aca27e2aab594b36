package holdfast.server.auth;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import holdfast.server.catalog.CatalogKeys.Recorded;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// Idempotency keys of requests that make API keys and invitations. They stand in the table of all
/// idempotency keys, so that a key means one thing in a workspace. What is recorded is the row that
/// was made, the salt that its secret was drawn with, and the secret's digest. The secret is drawn
/// again from what the caller comes in with: the same API key or session gets the same secret, and
/// it is stored nowhere.
record AnsweredKeys(String id, String salt, String digest) {

    /// What the request's key was answered before.
    sealed interface Before {
        record Nothing() implements Before {}

        record OtherRequest(String key) implements Before {}

        record This(AnsweredKeys answered) implements Before {}
    }

    static Before before(Transaction tx, ApiKeys.Asking asking, String request)
            throws SQLException {
        if (asking.attempt().isEmpty()) {
            return new Before.Nothing();
        }
        String key = asking.attempt().get();
        Optional<Recorded> recorded =
                holdfast.server.catalog.CatalogKeys.recorded(tx, asking.workspace(), key);
        if (recorded.isEmpty()) {
            return new Before.Nothing();
        }
        String[] words = recorded.get().outcome().split(" ", -1);
        return recorded.get().fingerprint().equals(Secrets.digest(request)) && words.length == 3
                ? new Before.This(new AnsweredKeys(words[0], words[1], words[2]))
                : new Before.OtherRequest(key);
    }

    void record(Transaction tx, ApiKeys.Asking asking, String request, Instant at)
            throws SQLException {
        if (asking.attempt().isPresent()) {
            Pipeline pipeline = tx.pipeline();
            holdfast.server.catalog.CatalogKeys.record(pipeline, asking.workspace(), new Recorded(
                    asking.attempt().get(), Secrets.digest(request),
                    id + " " + salt + " " + digest), at);
            pipeline.run();
        }
    }

    /// The secret, for the caller that it was drawn for; nothing for any other.
    Optional<String> secret(String prefix, String bearer) {
        return Optional.of(Secrets.derived(prefix, bearer, salt))
                .filter(secret -> Secrets.digest(secret).equals(digest));
    }
}
