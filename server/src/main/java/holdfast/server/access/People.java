package holdfast.server.access;

import holdfast.Invalid;
import holdfast.postgres.Rows;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The people of a workspace: invited, changed, removed. All changes to one workspace's people
/// queue at the workspace's row, where one owner is named who cannot go.
public final class People {
    private final Tables tables;
    private final Sessions sessions;

    People(Tables tables, Sessions sessions) {
        this.tables = tables;
        this.sessions = sessions;
    }

    /// Who somebody is to be.
    public record Draft(String email, String name, Role role) {
        public Draft {
            email = normal(email);
        }
    }

    /// What is to be another from now on.
    public record Change(Optional<String> name, Optional<Role> role) {}

    /// As it is kept and compared.
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

    public List<Person> all(String workspace, String after, int most) {
        return tables.read(tx -> {
            Trip trip = tx.trip();
            Trip.Answer<Person> found = trip.ask(ALL, People::person, workspace, after, most);
            trip.go();
            return found.rows();
        });
    }

    static Person person(ResultSet row) throws SQLException {
        return new Person(row.getString(1), row.getString(2), row.getString(3),
                Role.of(row.getString(4)).orElseThrow(), row.getLong(5),
                new Person.Since(
                        Rows.certainly(row, 6), row.getString(7), row.getBoolean(8)));
    }

    private static final String FIND = """
            SELECT staff, email, name, role, version, made_at, made_by, password IS NOT NULL
              FROM staff
             WHERE workspace = ? AND staff = ?
            """;

    public Optional<Person> find(String workspace, String id) {
        return tables.read(tx -> find(tx, workspace, id));
    }

    static Optional<Person> find(Tx tx, String workspace, String id) throws SQLException {
        Trip trip = tx.trip();
        Trip.Answer<Person> found = trip.ask(FIND, People::person, workspace, id);
        trip.go();
        return found.rows().stream().findFirst();
    }

    /// Takes somebody on. They set a password with the invitation.
    public PersonOutcome invite(Keys.Asking asking, Draft draft) {
        return tables.change(tx -> {
            NewKey.queue(tx, asking.workspace());
            return Inviting.somebodyNew(tx, asking, draft);
        });
    }

    /// Lets somebody set a new password; until then the old one is good.
    public PersonOutcome inviteAgain(Keys.Asking asking, String id) {
        return tables.change(tx -> {
            NewKey.queue(tx, asking.workspace());
            return Inviting.again(tx, asking, id);
        });
    }

    private static final String CHANGE = """
            UPDATE staff
               SET name = ?, role = ?, version = version + 1
             WHERE workspace = ? AND staff = ?
            RETURNING staff, email, name, role, version, made_at, made_by,
                      password IS NOT NULL
            """;

    public PersonOutcome change(
            String workspace, String id, Optional<Long> seen, Change change) {
        PersonOutcome outcome = tables.change(tx -> {
            NewKey.queue(tx, workspace);
            Optional<Person> found = find(tx, workspace, id);
            if (found.isEmpty()) {
                return new PersonOutcome.NoSuchPerson(id);
            }
            Person person = found.get();
            if (seen.isPresent() && seen.get() != person.version()) {
                return new PersonOutcome.Stale(person.version());
            }
            Role role = change.role().orElse(person.role());
            if (role != Role.OWNER && !Owners.canGo(tx, workspace, person)) {
                return new PersonOutcome.LastOwner(id);
            }
            Trip trip = tx.trip();
            Trip.Answer<Person> changed = trip.ask(CHANGE, People::person,
                    change.name().orElse(person.name()), role.word(), workspace, id);
            trip.go();
            Owners.name(tx, workspace, changed.only());
            return new PersonOutcome.Changed(changed.only());
        });
        sessions.forgetAll();
        return outcome;
    }

    private static final String REMOVE = """
            DELETE FROM staff WHERE workspace = ? AND staff = ?
            """;

    /// Removes somebody and ends their sessions.
    public PersonOutcome remove(String workspace, String id) {
        PersonOutcome outcome = tables.change(tx -> {
            NewKey.queue(tx, workspace);
            Optional<Person> found = find(tx, workspace, id);
            if (found.isEmpty()) {
                return new PersonOutcome.NoSuchPerson(id);
            }
            if (!Owners.canGo(tx, workspace, found.get())) {
                return new PersonOutcome.LastOwner(id);
            }
            Trip trip = tx.trip();
            trip.tell(REMOVE, workspace, id);
            trip.go();
            return new PersonOutcome.Removed(id);
        });
        sessions.forgetAll();
        return outcome;
    }
}
