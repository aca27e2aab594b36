package holdfast.server.auth;

import holdfast.change.CallerKeys;
import holdfast.change.CallerKeys.Recorded;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// Idempotency keys of requests that create API keys and invitations. They are in the table of all
/// idempotency keys, so that a key has one meaning in a workspace. Recorded are the id of the new
/// row, the salt that its secret was derived with, and the secret's digest. The secret is derived
/// again from the caller's credential: the same API key or session gets the same secret, which is
/// never stored.
record AnsweredKeys(String id, String salt, String digest) {

    /// The recorded answer of the request's key.
    sealed interface Before {
        record Nothing() implements Before {}

        record OtherRequest(String key) implements Before {}

        record SameRequest(AnsweredKeys answered) implements Before {}
    }

    static Before before(Transaction tx, ApiKeys.Requester requester, String request)
            throws SQLException {
        if (requester.attempt().isEmpty()) {
            return new Before.Nothing();
        }
        String key = requester.attempt().get();
        Optional<Recorded> recorded =
                CallerKeys.recorded(tx, requester.workspace(), key);
        if (recorded.isEmpty()) {
            return new Before.Nothing();
        }
        String[] words = recorded.get().outcome().split(" ", -1);
        return recorded.get().fingerprint().equals(Secrets.digest(request)) && words.length == 3
                ? new Before.SameRequest(new AnsweredKeys(words[0], words[1], words[2]))
                : new Before.OtherRequest(key);
    }

    void record(Transaction tx, ApiKeys.Requester requester, String request, Instant at)
            throws SQLException {
        if (requester.attempt().isPresent()) {
            Pipeline pipeline = tx.pipeline();
            CallerKeys.record(pipeline, requester.workspace(), new Recorded(
                    requester.attempt().get(), Secrets.digest(request),
                    id + " " + salt + " " + digest), at);
            pipeline.run();
        }
    }

    /// The secret, for the caller that it was derived for; empty for any other.
    Optional<String> secret(String prefix, String bearer) {
        return Optional.of(Secrets.derived(prefix, bearer, salt))
                .filter(secret -> Secrets.digest(secret).equals(digest));
    }
}
