package holdfast.server.auth;

import holdfast.Invalid;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The staff of a workspace: invite, change, remove. Changes lock the workspace's row, so they run
/// one after the other. That row names one owner, who cannot be removed.
public final class StaffAccounts {
    private final AuthTransaction tables;
    private final Sessions sessions;

    StaffAccounts(AuthTransaction tables, Sessions sessions) {
        this.tables = tables;
        this.sessions = sessions;
    }

    /// A new person.
    public record Draft(String email, String name, Role role) {
        public Draft {
            email = normal(email);
        }
    }

    /// The fields to change.
    public record Change(Optional<String> name, Optional<Role> role) {}

    /// A mail address in the form that is stored and compared.
    public static String normal(String text) {
        String email = text.strip().toLowerCase(Locale.ROOT);
        if (email.length() > 254 || !email.matches("[^@\\s]+@[^@\\s]+")) {
            throw new Invalid("email", "must be an address, as in maya@example.org");
        }
        return email;
    }

    private static final String ALL = """
            SELECT staff, email, name, role, version, made_at, made_by, password IS NOT NULL
              FROM staff
             WHERE workspace = ? AND staff > ?
             ORDER BY staff
             LIMIT ?
            """;

    public List<StaffMember> all(String workspace, String after, int most) {
        return tables.read(tx -> {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<StaffMember> found =
                    pipeline.query(ALL, StaffAccounts::person, workspace, after, most);
            pipeline.run();
            return found.rows();
        });
    }

    static StaffMember person(ResultSet row) throws SQLException {
        return new StaffMember(row.getString(1), row.getString(2), row.getString(3),
                Role.of(row.getString(4)).orElseThrow(), row.getLong(5),
                new StaffMember.Added(
                        Rows.certainly(row, 6), row.getString(7), row.getBoolean(8)));
    }

    private static final String FIND = """
            SELECT staff, email, name, role, version, made_at, made_by, password IS NOT NULL
              FROM staff
             WHERE workspace = ? AND staff = ?
            """;

    public Optional<StaffMember> find(String workspace, String id) {
        return tables.read(tx -> find(tx, workspace, id));
    }

    static Optional<StaffMember> find(Transaction tx, String workspace, String id)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<StaffMember> found =
                pipeline.query(FIND, StaffAccounts::person, workspace, id);
        pipeline.run();
        return found.rows().stream().findFirst();
    }

    /// Adds a person, who sets a password with the invitation.
    public StaffOutcome invite(ApiKeys.Requester requester, Draft draft) {
        return tables.change(tx -> {
            NewApiKey.queue(tx, requester.workspace());
            return Invitations.somebodyNew(tx, requester, draft);
        });
    }

    /// Invites a person to set a new password; until then the old one works.
    public StaffOutcome inviteAgain(ApiKeys.Requester requester, String id) {
        return tables.change(tx -> {
            NewApiKey.queue(tx, requester.workspace());
            return Invitations.again(tx, requester, id);
        });
    }

    private static final String CHANGE = """
            UPDATE staff
               SET name = ?, role = ?, version = version + 1
             WHERE workspace = ? AND staff = ?
            RETURNING staff, email, name, role, version, made_at, made_by,
                      password IS NOT NULL
            """;

    public StaffOutcome change(
            String workspace, String id, Optional<Long> seen, Change change) {
        StaffOutcome outcome = tables.change(tx -> {
            NewApiKey.queue(tx, workspace);
            Optional<StaffMember> found = find(tx, workspace, id);
            if (found.isEmpty()) {
                return new StaffOutcome.NoSuchPerson(id);
            }
            StaffMember person = found.get();
            if (seen.isPresent() && seen.get() != person.version()) {
                return new StaffOutcome.Stale(person.version());
            }
            Role role = change.role().orElse(person.role());
            if (role != Role.OWNER && !WorkspaceOwner.canGo(tx, workspace, person)) {
                return new StaffOutcome.LastOwner(id);
            }
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<StaffMember> changed = pipeline.query(CHANGE, StaffAccounts::person,
                    change.name().orElse(person.name()), role.word(), workspace, id);
            pipeline.run();
            WorkspaceOwner.name(tx, workspace, changed.only());
            return new StaffOutcome.Changed(changed.only());
        });
        sessions.forgetAll();
        return outcome;
    }

    private static final String REMOVE = """
            DELETE FROM staff WHERE workspace = ? AND staff = ?
            """;

    /// Removes a person and ends their sessions.
    public StaffOutcome remove(String workspace, String id) {
        StaffOutcome outcome = tables.change(tx -> {
            NewApiKey.queue(tx, workspace);
            Optional<StaffMember> found = find(tx, workspace, id);
            if (found.isEmpty()) {
                return new StaffOutcome.NoSuchPerson(id);
            }
            if (!WorkspaceOwner.canGo(tx, workspace, found.get())) {
                return new StaffOutcome.LastOwner(id);
            }
            Pipeline pipeline = tx.pipeline();
            pipeline.update(REMOVE, workspace, id);
            pipeline.run();
            return new StaffOutcome.Removed(id);
        });
        sessions.forgetAll();
        return outcome;
    }
}
