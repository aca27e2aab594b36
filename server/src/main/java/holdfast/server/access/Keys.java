package holdfast.server.access;

import holdfast.postgres.Rows;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The keys of a workspace: made, rotated, revoked. All changes to one workspace's keys queue at
/// the workspace's row.
public final class Keys {
    private static final int MOST = 100;

    private final Tables tables;
    private final KeyRing ring;

    Keys(Tables tables, KeyRing ring) {
        this.tables = tables;
        this.ring = ring;
    }

    /// Who asks for a new key.
    ///
    /// @param by      as the history calls them
    /// @param bearer  what they came in with: a new key is drawn from it
    /// @param attempt the Idempotency-Key
    public record Asking(String workspace, String by, String bearer, Optional<String> attempt) {}

    private static final String ALL = """
            SELECT access_key, kind, name, hint, made_by, made_at, ends_at, used_at
              FROM access_key
             WHERE workspace = ? AND access_key > ?
             ORDER BY access_key
             LIMIT ?
            """;

    /// The ones that ended among them.
    public List<Key> all(String workspace, String after, int most) {
        return tables.read(tx -> {
            Trip trip = tx.trip();
            Trip.Answer<Key> found = trip.ask(ALL, Keys::key, workspace, after, most);
            trip.go();
            return found.rows();
        });
    }

    static Key key(ResultSet row) throws SQLException {
        Key.Times times = new Key.Times(Rows.certainly(row, 6),
                Optional.ofNullable(Rows.moment(row, 7)),
                Optional.ofNullable(Rows.moment(row, 8)));
        return new Key(row.getString(1), Key.Kind.of(row.getString(2)).orElseThrow(),
                row.getString(3), row.getString(4), row.getString(5), times);
    }

    public KeyOutcome make(Asking asking, Key.Kind kind, String name) {
        String request = "make " + kind.word() + " " + name;
        KeyOutcome outcome = tables.change(tx -> {
            NewKey.queue(tx, asking.workspace());
            Optional<KeyOutcome> again = NewKey.again(tx, asking, request);
            return again.isPresent() ? again.get() : insert(tx, asking, kind, name, request);
        });
        ring.refresh();
        return outcome;
    }

    private static KeyOutcome insert(
            Tx tx, Asking asking, Key.Kind kind, String name, String request)
            throws SQLException {
        if (NewKey.alive(tx, asking.workspace()) >= MOST) {
            return new KeyOutcome.TooManyKeys(MOST);
        }
        return NewKey.drawn(tx, asking, kind, name, request);
    }

    private static final String END = """
            UPDATE access_key
               SET ends_at = least(ends_at, the_clock() + ? * interval '1 second')
             WHERE workspace = ? AND access_key = ?
            RETURNING access_key, kind, name, hint, made_by, made_at, ends_at, used_at
            """;

    private static Optional<Key> end(Tx tx, String workspace, String id, Duration keep)
            throws SQLException {
        Trip trip = tx.trip();
        Trip.Answer<Key> ended = trip.ask(END, Keys::key, keep.toSeconds(), workspace, id);
        trip.go();
        return ended.rows().stream().findFirst();
    }

    private static final String FIND = """
            SELECT access_key, kind, name, hint, made_by, made_at, ends_at, used_at
              FROM access_key
             WHERE workspace = ? AND access_key = ? AND ends_at > the_clock()
            """;

    private static Optional<Key> alive(Tx tx, String workspace, String id) throws SQLException {
        Trip trip = tx.trip();
        Trip.Answer<Key> found = trip.ask(FIND, Keys::key, workspace, id);
        trip.go();
        return found.rows().stream().findFirst();
    }

    /// A new key of the same kind and name beside the old one, which still opens for so long.
    public KeyOutcome rotate(Asking asking, String id, Duration keep) {
        String request = "rotate " + id + " " + keep;
        KeyOutcome outcome = tables.change(tx -> {
            NewKey.queue(tx, asking.workspace());
            Optional<KeyOutcome> again = NewKey.again(tx, asking, request);
            if (again.isPresent()) {
                return again.get();
            }
            Optional<Key> old = alive(tx, asking.workspace(), id);
            if (old.isEmpty()) {
                return new KeyOutcome.NoSuchKey(id);
            }
            KeyOutcome made =
                    insert(tx, asking, old.get().kind(), old.get().name(), request);
            if (made instanceof KeyOutcome.Made) {
                end(tx, asking.workspace(), id, keep);
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

    /// Ends a key now; again does no harm.
    public KeyOutcome revoke(String workspace, String id) {
        KeyOutcome outcome = tables.change(tx -> {
            NewKey.queue(tx, workspace);
            Optional<Key> key = alive(tx, workspace, id);
            Trip trip = tx.trip();
            Trip.Answer<Long> others =
                    trip.ask(OTHERS, row -> row.getLong(1), workspace, id);
            trip.go();
            boolean secret = key.isPresent() && key.get().kind() == Key.Kind.SECRET;
            if (secret && others.only() == 0) {
                return new KeyOutcome.LastKey(id);
            }
            return end(tx, workspace, id, Duration.ZERO)
                    .<KeyOutcome>map(KeyOutcome.Ended::new)
                    .orElseGet(() -> new KeyOutcome.NoSuchKey(id));
        });
        ring.refresh();
        return outcome;
    }
}
