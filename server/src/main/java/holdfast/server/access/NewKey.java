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

    private static final String MADE = """
            SELECT access_key, kind, name, hint, made_by, made_at, ends_at, used_at
              FROM access_key
             WHERE workspace = ? AND access_key = ?
            """;

    /// What was answered to this Idempotency-Key, if anything was.
    static Optional<KeyOutcome> again(Tx tx, Keys.Asking asking, String request)
            throws SQLException {
        return switch (Answered.before(tx, asking, request)) {
            case Answered.Before.Nothing nothing -> Optional.empty();
            case Answered.Before.OtherRequest other ->
                    Optional.of(new KeyOutcome.AttemptReused(other.key()));
            case Answered.Before.This before -> {
                Trip trip = tx.trip();
                Trip.Answer<Key> made = trip.ask(
                        MADE, Keys::key, asking.workspace(), before.answered().id());
                trip.go();
                Key key = made.only();
                yield Optional.of(before.answered().secret(key.kind().prefix(), asking.bearer())
                        .<KeyOutcome>map(secret -> new KeyOutcome.Made(key, secret))
                        .orElseGet(() -> new KeyOutcome.MadeBefore(key)));
            }
        };
    }

    static KeyOutcome drawn(
            Tx tx, Keys.Asking asking, Key.Kind kind, String name, String request)
            throws SQLException {
        String salt = Secrets.random("");
        String secret = Secrets.derived(kind.prefix(), asking.bearer(), salt);
        KeyOutcome.Made made =
                put(tx, new Draft(asking.workspace(), asking.by(), kind, name), secret);
        new Answered(made.key().id(), salt, Secrets.digest(secret))
                .record(tx, asking, request, made.key().times().madeAt());
        return made;
    }

    record Draft(String workspace, String by, Key.Kind kind, String name) {}

    private static final String PUT = """
            INSERT INTO access_key (workspace, access_key, kind, name, hint, digest, made_at,
                                    made_by, ends_at)
            VALUES (?, ?, ?, ?, ?, ?, the_clock(), ?, 'infinity')
            RETURNING access_key, kind, name, hint, made_by, made_at, ends_at, used_at
            """;

    static KeyOutcome.Made put(Tx tx, Draft draft, String secret) throws SQLException {
        Trip trip = tx.trip();
        Trip.Answer<Key> made = trip.ask(PUT, Keys::key,
                draft.workspace, Secrets.random("key_").substring(0, 26), draft.kind.word(),
                draft.name, Secrets.hint(secret), Secrets.digest(secret), draft.by);
        trip.go();
        return new KeyOutcome.Made(made.only(), secret);
    }
}
