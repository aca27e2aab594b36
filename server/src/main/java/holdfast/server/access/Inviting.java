package holdfast.server.access;

import holdfast.postgres.Columns;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.util.Optional;

/// How somebody comes to work here. Whoever comes here has queued at the workspace's row.
final class Inviting {
    private static final String WORD = "inv_";
    private static final int MOST = 1_000;

    private Inviting() {}

    static PersonOutcome somebodyNew(Tx tx, Keys.Asking asking, People.Draft draft)
            throws SQLException {
        String request = draft.toString();
        Optional<PersonOutcome> earlier = earlier(tx, asking, request);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Optional<PersonOutcome> obstacle = obstacle(tx, asking.workspace(), draft);
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        String salt = Secrets.random("");
        String invitation = Secrets.derived(WORD, asking.bearer(), salt);
        Person person = put(tx, asking, draft, new Word(request, salt, invitation));
        Owners.name(tx, asking.workspace(), person);
        return new PersonOutcome.Invited(person, invitation);
    }

    private record Word(String request, String salt, String invitation) {}

    private record Earlier(Person person, String request, String salt, String digest) {}

    private static final String EARLIER = """
            SELECT staff, email, name, role, version, made_at, made_by, password IS NOT NULL,
                   request, salt, coalesce(invitation, '')
              FROM staff
             WHERE workspace = ? AND attempt = ?
            """;

    /// An invitation that was accepted meanwhile is told again too; it opens nothing any more.
    private static Optional<PersonOutcome> earlier(
            Tx tx, Keys.Asking asking, String request) throws SQLException {
        if (asking.attempt().isEmpty()) {
            return Optional.empty();
        }
        Trip trip = tx.trip();
        Trip.Answer<Earlier> found = trip.ask(EARLIER,
                row -> new Earlier(People.person(row), row.getString(9), row.getString(10),
                        row.getString(11)),
                asking.workspace(), asking.attempt().get());
        trip.go();
        return found.rows().stream().findFirst().map(before -> {
            String invitation = Secrets.derived(WORD, asking.bearer(), before.salt);
            boolean same = before.request.equals(request) && (before.digest.isEmpty()
                    || before.digest.equals(Secrets.digest(invitation)));
            return same ? new PersonOutcome.Invited(before.person, invitation)
                    : new PersonOutcome.AttemptReused(asking.attempt().orElse(""));
        });
    }

    private static final String COUNT = """
            SELECT count(*), count(*) FILTER (WHERE email = ?) FROM staff WHERE workspace = ?
            """;

    private static Optional<PersonOutcome> obstacle(Tx tx, String workspace, People.Draft draft)
            throws SQLException {
        Trip trip = tx.trip();
        Trip.Answer<long[]> counted = trip.ask(COUNT,
                row -> new long[] {row.getLong(1), row.getLong(2)}, draft.email(), workspace);
        trip.go();
        if (counted.only()[1] > 0) {
            return Optional.of(new PersonOutcome.EmailTaken(draft.email()));
        }
        return counted.only()[0] < MOST ? Optional.empty()
                : Optional.of(new PersonOutcome.TooManyPeople(MOST));
    }

    private static final String PUT = """
            INSERT INTO staff (workspace, staff, email, name, role, version, invitation,
                               invitation_ends, attempt, request, salt, made_at, made_by)
            SELECT ?, d.staff, d.email, d.name, d.role, 1, d.invitation,
                   the_clock() + interval '7 days', d.attempt, d.request, d.salt, the_clock(),
                   d.made_by
              FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                          ?::text[], ?::text[], ?::text[])
                AS d (staff, email, name, role, invitation, attempt, request, salt, made_by)
            RETURNING staff, email, name, role, version, made_at, made_by,
                      password IS NOT NULL
            """;

    private static Person put(Tx tx, Keys.Asking asking, People.Draft draft, Word word)
            throws SQLException {
        Columns columns = new Columns(9);
        columns.row(Secrets.random("stf_").substring(0, 26), draft.email(), draft.name(),
                draft.role().word(), Secrets.digest(word.invitation),
                asking.attempt().orElse(null), word.request, word.salt, asking.by());
        Trip trip = tx.trip();
        Trip.Answer<Person> made =
                trip.ask(PUT, People::person, columns.after(asking.workspace()));
        trip.go();
        return made.only();
    }

    private static final String AGAIN = """
            UPDATE staff
               SET invitation = ?, invitation_ends = the_clock() + interval '7 days'
             WHERE workspace = ? AND staff = ?
            RETURNING staff, email, name, role, version, made_at, made_by,
                      password IS NOT NULL
            """;

    static PersonOutcome again(Tx tx, String workspace, String id) throws SQLException {
        String invitation = Secrets.random(WORD);
        Trip trip = tx.trip();
        Trip.Answer<Person> invited = trip.ask(
                AGAIN, People::person, Secrets.digest(invitation), workspace, id);
        trip.go();
        return invited.rows().isEmpty() ? new PersonOutcome.NoSuchPerson(id)
                : new PersonOutcome.Invited(invited.only(), invitation);
    }
}
