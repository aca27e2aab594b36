package holdfast.server.access;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All that is known about who may enter, kept fresh until it is closed.
public final class Access implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Access.class);
    /// Twice as often as is promised, so that a slow reading does not break the promise.
    private static final Duration OFTEN = Duration.ofMillis(500);

    private final KeyRing ring;
    private final Keys keys;
    private final Sessions sessions;
    private final People people;
    private final SignIn signIn;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Access(Tables tables) {
        this.ring = new KeyRing(tables);
        this.keys = new Keys(tables, ring);
        this.sessions = new Sessions(tables);
        this.people = new People(tables, sessions);
        this.signIn = new SignIn(tables, sessions);
    }

    public static Access open(DataSource source) {
        Access access = new Access(new Tables(source));
        Thread.ofPlatform().daemon().name("holdfast-access").start(access::stayFresh);
        return access;
    }

    public KeyRing ring() {
        return ring;
    }

    public Keys keys() {
        return keys;
    }

    public Sessions sessions() {
        return sessions;
    }

    public People people() {
        return people;
    }

    public SignIn signIn() {
        return signIn;
    }

    /// Whose key or session this is.
    public Optional<Pass> find(String secret) {
        Optional<Pass> key = ring.find(secret);
        return key.isPresent() || !Sessions.looksLikeOne(secret) ? key
                : sessions.find(secret).map(Sessions.Session::pass);
    }

    private void stayFresh() {
        try {
            while (!closed.await(OFTEN.toMillis(), TimeUnit.MILLISECONDS)) {
                freshen();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// Without a database the keys stay as they were, and whoever gets in with one finds nothing
    /// that could be sold.
    private void freshen() {
        try {
            ring.refresh();
            ring.writeUses();
            sessions.sweep();
        } catch (RuntimeException failure) {
            LOG.warn("The keys could not be read again: {}", failure.getMessage());
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
