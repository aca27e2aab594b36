package holdfast.server.auth;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Sessions of staff. A session ends after half a day without use, after a week, or by signing out.
/// A lookup is cached for half a second, so that a page of requests reads the database once; this
/// node notices a sign-out on another node after that time.
public final class Sessions {
    static final Duration LONGEST = Duration.ofDays(7);
    private static final Duration IDLE = Duration.ofHours(12);
    private static final Duration BELIEVED = Duration.ofMillis(500);
    private static final int REMEMBERED = 10_000;
    private static final String WORD = "ses_";

    private final AuthTransaction tables;
    private final Map<String, CachedSession> known = new ConcurrentHashMap<>();

    private record CachedSession(Optional<Session> session, long nanos) {}

    Sessions(AuthTransaction tables) {
        this.tables = tables;
    }

    public record Session(Identity identity, String staff) {}

    /// A new session.
    ///
    /// @param token the session's secret, which can be returned only in this answer
    public record Opened(String token, Instant endsAt, StaffMember person) {}

    /// How long a browser may keep the cookie.
    public static Duration longest() {
        return LONGEST;
    }

    public static boolean looksLikeOne(String token) {
        return token.startsWith(WORD);
    }

    /// The live session of a token.
    public Optional<Session> find(String token) {
        String digest = Secrets.digest(token);
        CachedSession remembered = known.get(digest);
        if (remembered != null
                && System.nanoTime() - remembered.nanos < BELIEVED.toNanos()) {
            return remembered.session;
        }
        CachedSession fresh =
                new CachedSession(tables.change(tx -> look(tx, digest)), System.nanoTime());
        if (known.size() >= REMEMBERED) {
            known.clear();
        }
        known.put(digest, fresh);
        return fresh.session;
    }

    private static final String SEEN = """
            UPDATE staff_session
               SET seen_at = the_clock()
             WHERE digest = ? AND ends_at > the_clock()
               AND seen_at > the_clock() - ? * interval '1 second'
               AND seen_at < the_clock() - interval '1 minute'
            """;
    private static final String FIND = """
            SELECT s.workspace, s.staff_session, s.staff, p.name, p.role
              FROM staff_session AS s
              JOIN staff AS p ON p.workspace = s.workspace AND p.staff = s.staff
             WHERE s.digest = ? AND s.ends_at > the_clock()
               AND s.seen_at > the_clock() - ? * interval '1 second'
            """;

    private static Optional<Session> look(Transaction tx, String digest) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        pipeline.update(SEEN, digest, IDLE.toSeconds());
        Pipeline.Answer<Session> found = pipeline.query(FIND, row -> {
            Permission right = Role.of(row.getString(5)).orElseThrow().right();
            Principal who = new Principal(row.getString(1), right, row.getString(4));
            return new Session(
                    new Identity(who, Identity.Means.SESSION, row.getString(2)), row.getString(3));
        }, digest, IDLE.toSeconds());
        pipeline.run();
        return found.rows().stream().findFirst();
    }

    private static final String OPEN = """
            INSERT INTO staff_session (workspace, staff_session, staff, digest,
                                       made_at, seen_at, ends_at)
            SELECT ?, ?, ?, ?, t.now, t.now, t.now + ? * interval '1 second'
              FROM (SELECT the_clock() AS now) AS t
            RETURNING ends_at
            """;

    /// Opens a session for a person whose identity was verified.
    static Opened open(Transaction tx, String workspace, StaffMember person) throws SQLException {
        String token = Secrets.random(WORD);
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Instant> ends = pipeline.query(OPEN, row -> Rows.certainly(row, 1),
                workspace, Secrets.random("ssn_").substring(0, 26), person.id(),
                Secrets.digest(token), LONGEST.toSeconds());
        pipeline.run();
        return new Opened(token, ends.only(), person);
    }

    private static final String CLOSE = """
            DELETE FROM staff_session WHERE digest = ?
            """;

    public void close(String token) {
        String digest = Secrets.digest(token);
        tables.change(tx -> changedRows(tx, CLOSE, digest));
        known.remove(digest);
    }

    private static final String CLOSE_ALL = """
            DELETE FROM staff_session WHERE workspace = ? AND staff = ?
            """;

    /// Ends all sessions of a person.
    public void closeAll(String workspace, String staff) {
        tables.change(tx -> closeAll(tx, workspace, staff));
        forgetAll();
    }

    static int closeAll(Transaction tx, String workspace, String staff) throws SQLException {
        return changedRows(tx, CLOSE_ALL, workspace, staff);
    }

    private static int changedRows(Transaction tx, String sql, Object... arguments)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Boolean> done = pipeline.update(sql, arguments);
        pipeline.run();
        return done.changed();
    }

    private static final String DELETE_ENDED = """
            DELETE FROM staff_session
             WHERE (workspace, staff_session) IN (
                   SELECT workspace, staff_session FROM staff_session
                    WHERE ends_at <= the_clock() ORDER BY ends_at LIMIT 1000
                      FOR UPDATE SKIP LOCKED)
            """;

    /// Deletes ended sessions; returns how many.
    int deleteEnded() {
        return tables.change(tx -> changedRows(tx, DELETE_ENDED));
    }

    /// Clears the cache, after a change of a role for example.
    void forgetAll() {
        known.clear();
    }
}
