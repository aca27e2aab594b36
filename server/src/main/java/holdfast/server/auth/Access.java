package holdfast.server.auth;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// API keys, staff and sessions. It keeps the key cache fresh until it is closed.
public final class Access implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Access.class);
    /// Twice as often as promised, so that a slow read does not break the promise.
    private static final Duration OFTEN = Duration.ofMillis(500);

    private final ApiKeyCache ring;
    private final ApiKeys keys;
    private final Sessions sessions;
    private final StaffAccounts people;
    private final SignIn signIn;
    private final FirstOwner firstOwner;
    private final RateLeases rates;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Access(AuthTransaction tables, RateLeases rates) {
        this.rates = rates;
        this.ring = new ApiKeyCache(tables);
        this.keys = new ApiKeys(tables, ring);
        this.sessions = new Sessions(tables);
        this.people = new StaffAccounts(tables, sessions);
        this.signIn = new SignIn(tables, sessions, rates);
        this.firstOwner = new FirstOwner(tables);
    }

    /// Opens the tables.
    ///
    /// @param rates what the nodes share of a rate
    public static Access open(DataSource source, RateLeases rates) {
        Access access = new Access(new AuthTransaction(source), rates);
        Thread.ofPlatform().daemon().name("holdfast-access").start(access::stayFresh);
        return access;
    }

    public ApiKeyCache ring() {
        return ring;
    }

    public ApiKeys keys() {
        return keys;
    }

    public Sessions sessions() {
        return sessions;
    }

    public StaffAccounts people() {
        return people;
    }

    public SignIn signIn() {
        return signIn;
    }

    /// How a workspace without staff gets its first owner.
    public FirstOwner firstOwner() {
        return firstOwner;
    }

    /// What the nodes share of a rate.
    public RateLeases rates() {
        return rates;
    }

    /// The identity behind a key or a session.
    public Optional<Identity> find(String secret) {
        Optional<Identity> key = ring.find(secret);
        return key.isPresent() || !Sessions.looksLikeOne(secret) ? key
                : sessions.find(secret).map(Sessions.Session::identity);
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

    /// Without a database the cached keys stay valid; a request admitted with one cannot sell
    /// anything.
    private void freshen() {
        try {
            ring.refresh();
            ring.writeUses();
            sessions.deleteEnded();
        } catch (RuntimeException failure) {
            LOG.warn("The API keys could not be reloaded: {}", failure.getMessage());
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
