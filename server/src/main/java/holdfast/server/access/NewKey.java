package holdfast.server.access;

import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.util.Optional;

/// How a key comes to be.
final class NewKey {
    private NewKey() {}

    private static final String QUEUE = """
            SELECT workspace FROM shop_workspace WHERE workspace = ? FOR UPDATE
            """;

    /// Whoever changes the keys or the people of a workspace is alone with them until the
    /// transaction ends. False when there is no such workspace.
    static boolean queue(Tx tx, String workspace) throws SQLException {
        Trip trip = tx.trip();
        Trip.Answer<Boolean> found = trip.tell(QUEUE, workspace);
        trip.go();
        return !found.rows().isEmpty();
    }

    private static final String ALIVE = """
            SELECT count(*) FROM access_key WHERE workspace = ? AND ends_at > the_clock()
            """;

    static long alive(Tx tx, String workspace) throws SQLException {
        Trip trip = tx.trip();
        Trip.Answer<Long> count = trip.ask(ALIVE, row -> row.getLong(1), workspace);
        trip.go();
        return count.only();
    }

    private record Earlier(Key key, String request, String salt, String digest) {}

    private static final String EARLIER = """
            SELECT access_key, kind, name, hint, made_by, made_at, ends_at, used_at,
                   request, salt, digest
              FROM access_key
             WHERE workspace = ? AND attempt = ?
            """;

    /// What was answered to this Idempotency-Key, if anything was. A key that was drawn from
    /// somebody else's cannot be drawn again, and is none of this caller's business.
    static Optional<KeyOutcome> again(Tx tx, Keys.Asking asking, String request)
            throws SQLException {
        if (asking.attempt().isEmpty()) {
            return Optional.empty();
        }
        Trip trip = tx.trip();
        Trip.Answer<Earlier> found = trip.ask(EARLIER,
                row -> new Earlier(Keys.key(row), row.getString(9), row.getString(10),
                        row.getString(11)),
                asking.workspace(), asking.attempt().get());
        trip.go();
        return found.rows().stream().findFirst().map(earlier -> {
            String secret = Secrets.derived(
                    earlier.key.kind().prefix(), asking.bearer(), earlier.salt);
            boolean same = earlier.request.equals(request)
                    && earlier.digest.equals(Secrets.digest(secret));
            return same ? new KeyOutcome.Made(earlier.key, secret)
                    : new KeyOutcome.AttemptReused(asking.attempt().orElse(""));
        });
    }

    static KeyOutcome drawn(
            Tx tx, Keys.Asking asking, Key.Kind kind, String name, String request)
            throws SQLException {
        String salt = Secrets.random("");
        String secret = Secrets.derived(kind.prefix(), asking.bearer(), salt);
        return put(tx, new Draft(asking.workspace(), asking.by(), kind, name,
                new Request(asking.attempt().orElse(""), request, salt)), secret);
    }

    record Request(String attempt, String request, String salt) {}

    record Draft(String workspace, String by, Key.Kind kind, String name, Request request) {}

    private static final String PUT = """
            INSERT INTO access_key (workspace, access_key, kind, name, hint, digest,
                                    attempt, request, salt, made_at, made_by, ends_at)
            VALUES (?, ?, ?, ?, ?, ?, nullif(?, ''), ?, ?, the_clock(), ?, 'infinity')
            RETURNING access_key, kind, name, hint, made_by, made_at, ends_at, used_at
            """;

    static KeyOutcome.Made put(Tx tx, Draft draft, String secret) throws SQLException {
        Trip trip = tx.trip();
        Request request = draft.request;
        Trip.Answer<Key> made = trip.ask(PUT, Keys::key,
                draft.workspace, Secrets.random("key_").substring(0, 26), draft.kind.word(),
                draft.name, Secrets.hint(secret), Secrets.digest(secret), request.attempt,
                request.request, request.salt, draft.by);
        trip.go();
        return new KeyOutcome.Made(made.only(), secret);
    }
}
