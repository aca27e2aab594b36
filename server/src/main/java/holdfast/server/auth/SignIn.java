package holdfast.server.auth;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.Optional;

/// Sign-in with passwords, and setting passwords. It does not reveal whether a mail address is
/// known: a wrong address takes as long as a wrong password and gets the same answer.
public final class SignIn {
    private static final int WINDOW = 900;
    private static final int REMEMBERED = 100_000;

    private final AuthTransaction tables;
    private final Sessions sessions;
    private final Passwords passwords = new Passwords();
    private final RateLimit together;
    private final RateLimit addresses;
    private final RateLimit accounts;

    SignIn(AuthTransaction tables, Sessions sessions, RateLeases rates) {
        this.tables = tables;
        this.sessions = sessions;
        this.together = rate("signIn", 10, rates);
        this.addresses = rate("signInAddress", 50, rates);
        this.accounts = rate("signInAccount", 200, rates);
    }

    private static RateLimit rate(String name, int quota, RateLeases rates) {
        return new RateLimit(new RateLimit.Policy(name, quota, WINDOW), REMEMBERED,
                System::nanoTime, rates);
    }

    /// Too many passwords are being checked.
    public static final class TooBusy extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// The outcome of a sign-in.
    public sealed interface Outcome {
        record Success(Sessions.Opened session) implements Outcome {}

        /// Wrong address or password; the answer does not say which.
        record WrongCredentials() implements Outcome {}

        record TooOften(RateLimit.Policy policy, RateLimit.Decision left) implements Outcome {}

        /// Too many passwords are being checked.
        record Busy() implements Outcome {}
    }

    /// One attempt to sign in, and from which address.
    public record Attempt(String workspace, String email, String password, String address) {
        public Attempt {
            email = StaffAccounts.normal(email);
        }
    }

    public Outcome in(Attempt attempt) {
        String account = attempt.workspace + " " + attempt.email;
        // The limit of an account is much lower for one address than for all: otherwise an attacker
        // who knows a mail address could lock its owner out.
        Optional<Outcome> tooOften = taken(together, account + " " + attempt.address)
                .or(() -> taken(addresses, attempt.address))
                .or(() -> taken(accounts, account));
        return tooOften.orElseGet(() -> check(attempt));
    }

    private static Optional<Outcome> taken(RateLimit rate, String id) {
        RateLimit.Decision left = rate.take(id);
        return left.allowed() ? Optional.empty()
                : Optional.of(new Outcome.TooOften(rate.policy(), left));
    }

    private record StoredStaff(StaffMember person, Optional<String> password) {}

    private static final String FIND = """
            SELECT staff, email, name, role, version, made_at, made_by, password IS NOT NULL,
                   password
              FROM staff
             WHERE workspace = ? AND email = ?
            """;

    private static Optional<StoredStaff> find(Transaction tx, String workspace, String email)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<StoredStaff> found = pipeline.query(FIND,
                row -> new StoredStaff(StaffAccounts.person(row),
                        Optional.ofNullable(row.getString(9))),
                workspace, email);
        pipeline.run();
        return found.rows().stream().findFirst();
    }

    private Outcome check(Attempt attempt) {
        Optional<StoredStaff> kept =
                tables.read(tx -> find(tx, attempt.workspace, attempt.email));
        Optional<String> password = kept.flatMap(StoredStaff::password);
        try {
            if (!passwords.fits(attempt.password, password) || kept.isEmpty()) {
                return new Outcome.WrongCredentials();
            }
            StaffMember person = kept.get().person;
            Optional<String> renewed = password.filter(Passwords::isOld)
                    .map(old -> passwords.keep(attempt.password));
            return open(attempt.workspace, person.id(), password.orElseThrow(), renewed);
        } catch (TooBusy busy) {
            return new Outcome.Busy();
        }
    }

    private static final String STILL = """
            SELECT staff, email, name, role, version, made_at, made_by, password IS NOT NULL
              FROM staff
             WHERE workspace = ? AND staff = ? AND password = ?
               FOR UPDATE
            """;

    /// The password was checked outside a transaction, because that takes long. So this checks that
    /// it is still the same and the person still exists.
    private Outcome open(
            String workspace, String id, String password, Optional<String> renewed) {
        return tables.change(tx -> {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<StaffMember> still =
                    pipeline.query(STILL, StaffAccounts::person, workspace, id, password);
            pipeline.run();
            if (still.rows().isEmpty()) {
                return new Outcome.WrongCredentials();
            }
            if (renewed.isPresent()) {
                set(tx, workspace, id, renewed.get());
            }
            return new Outcome.Success(Sessions.open(tx, workspace, still.only()));
        });
    }

    /// Signs in the staff member whose mail address an identity provider has verified.
    public Optional<Sessions.Opened> verified(String workspace, String email) {
        return tables.change(tx -> {
            Optional<StoredStaff> kept = find(tx, workspace, StaffAccounts.normal(email));
            return kept.isEmpty() ? Optional.empty()
                    : Optional.of(Sessions.open(tx, workspace, kept.get().person));
        });
    }

    private static final String SET = """
            UPDATE staff
               SET password = ?, invitation = NULL, invitation_ends = NULL
             WHERE workspace = ? AND staff = ?
            """;

    private static void set(Transaction tx, String workspace, String id, String kept)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        pipeline.update(SET, kept, workspace, id);
        pipeline.run();
    }

    private record Invited(String workspace, String id) {}

    private static final String INVITED = """
            SELECT workspace, staff
              FROM staff
             WHERE invitation = ? AND invitation_ends > the_clock()
               FOR UPDATE
            """;

    /// Sets a password with an invitation, which works once, and ends all sessions of its owner.
    public boolean accept(String invitation, String password) {
        String text = Passwords.checked("password", password);
        String digest = Secrets.digest(invitation);
        if (tables.read(tx -> invited(tx, digest)).isEmpty()) {
            return false;
        }
        String kept = passwords.keep(text);
        boolean done = tables.change(tx -> {
            Optional<Invited> invited = invited(tx, digest);
            if (invited.isPresent()) {
                set(tx, invited.get().workspace, invited.get().id, kept);
                Sessions.closeAll(tx, invited.get().workspace, invited.get().id);
            }
            return invited.isPresent();
        });
        sessions.forgetAll();
        return done;
    }

    private static Optional<Invited> invited(Transaction tx, String digest) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Invited> found = pipeline.query(INVITED,
                row -> new Invited(row.getString(1), row.getString(2)), digest);
        pipeline.run();
        return found.rows().stream().findFirst();
    }
}
