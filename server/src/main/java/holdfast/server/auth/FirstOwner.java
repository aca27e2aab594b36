package holdfast.server.auth;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/// Gives a workspace its first owner. The first owner proves with a code that they run the server:
/// the server prints one at its start while the workspace has no staff.
public final class FirstOwner {
    private static final String WORD = "set_";
    private static final String OPERATOR = "operator";

    private final AuthTransaction tables;
    private final Passwords passwords = new Passwords();

    FirstOwner(AuthTransaction tables) {
        this.tables = tables;
    }

    public FirstOwner(DataSource source) {
        this(new AuthTransaction(source));
    }

    /// The outcome of setting up.
    public sealed interface Outcome {
        record Success(Sessions.Opened session) implements Outcome {}

        /// The code is wrong or over, or the workspace has staff already.
        record CodeOver() implements Outcome {}

        /// Too many passwords are being hashed.
        record Busy() implements Outcome {}
    }

    private static final String PUT = """
            INSERT INTO set_up_code (workspace, digest, ends_at)
            VALUES (?, ?, the_clock() + interval '7 days')
            """;

    /// A new code; empty if the workspace has staff or does not exist. Earlier codes stay valid,
    /// because another node may have printed them.
    public Optional<String> code(String workspace) {
        String code = Secrets.random(WORD);
        return tables.change(tx -> {
            if (!NewApiKey.queue(tx, workspace) || hasStaff(tx, workspace)) {
                return Optional.empty();
            }
            Pipeline pipeline = tx.pipeline();
            pipeline.update(PUT, workspace, Secrets.digest(code));
            pipeline.run();
            return Optional.of(code);
        });
    }

    private static final String COUNT = """
            SELECT count(*) FROM staff WHERE workspace = ?
            """;

    private static boolean hasStaff(Transaction tx, String workspace) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Long> count = pipeline.query(COUNT, row -> row.getLong(1), workspace);
        pipeline.run();
        return count.only() > 0;
    }

    /// Whether the workspace has no staff yet.
    public boolean isMissing(String workspace) {
        return tables.read(tx -> !hasStaff(tx, workspace));
    }

    private static final String FIND = """
            SELECT workspace FROM set_up_code WHERE digest = ? AND ends_at > the_clock()
            """;

    private static Optional<String> workspace(Transaction tx, String digest)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<String> found = pipeline.query(FIND, row -> row.getString(1), digest);
        pipeline.run();
        return found.rows().stream().findFirst();
    }

    private static final String END = """
            DELETE FROM set_up_code WHERE workspace = ?
            """;
    private static final String ADD = """
            INSERT INTO staff (workspace, staff, email, name, role, version, password, made_at,
                               made_by)
            VALUES (?, ?, ?, ?, 'owner', 1, ?, the_clock(), ?)
            RETURNING staff, email, name, role, version, made_at, made_by, password IS NOT NULL
            """;

    /// Makes the first owner and signs them in. The code is checked again under the lock of the
    /// workspace's row, because hashing the password takes long and another owner may have come.
    public Outcome become(String code, String email, String name, String password) {
        StaffAccounts.Draft draft = new StaffAccounts.Draft(email, name, Role.OWNER);
        String text = Passwords.checked("password", password);
        String digest = Secrets.digest(code.strip());
        if (tables.read(tx -> workspace(tx, digest)).isEmpty()) {
            return new Outcome.CodeOver();
        }
        String kept;
        try {
            kept = passwords.keep(text);
        } catch (SignIn.TooBusy busy) {
            return new Outcome.Busy();
        }
        return tables.change(tx -> {
            Optional<String> workspace = workspace(tx, digest);
            if (workspace.isEmpty() || !NewApiKey.queue(tx, workspace.get())
                    || hasStaff(tx, workspace.get())) {
                return new Outcome.CodeOver();
            }
            Pipeline pipeline = tx.pipeline();
            pipeline.update(END, workspace.get());
            Pipeline.Answer<StaffMember> added = pipeline.query(ADD, StaffAccounts::person,
                    workspace.get(), Secrets.random("stf_").substring(0, 26), draft.email(),
                    draft.name(), kept, OPERATOR);
            pipeline.run();
            WorkspaceOwner.name(tx, workspace.get(), added.only());
            return new Outcome.Success(Sessions.open(tx, workspace.get(), added.only()));
        });
    }
}
