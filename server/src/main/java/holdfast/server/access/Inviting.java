package holdfast.server.access;

import holdfast.postgres.Rows;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// How somebody comes to work here. Whoever comes here has queued at the workspace's row.
final class Inviting {
    private static final String WORD = "inv_";
    private static final int MOST = 1_000;

    private Inviting() {}

    static PersonOutcome somebodyNew(Tx tx, Keys.Asking asking, People.Draft draft)
            throws SQLException {
        String request = "invite " + draft;
        Optional<PersonOutcome> earlier = earlier(tx, asking, request);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Optional<PersonOutcome> obstacle = obstacle(tx, asking.workspace(), draft);
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        Drawn drawn = Drawn.of(asking);
        Person person = put(tx, asking, draft, drawn);
        Owners.name(tx, asking.workspace(), person);
        drawn.answered(person).record(tx, asking, request, person.since().at());
        return new PersonOutcome.Invited(person, drawn.invitation);
    }

    /// An invitation, drawn from what the caller came in with and a salt.
    private record Drawn(String salt, String invitation) {
        static Drawn of(Keys.Asking asking) {
            String salt = Secrets.random("");
            return new Drawn(salt, Secrets.derived(WORD, asking.bearer(), salt));
        }

        Answered answered(Person person) {
            return new Answered(person.id(), salt, Secrets.digest(invitation));
        }
    }

    /// An invitation that was accepted meanwhile is told again too; it opens nothing any more.
    private static Optional<PersonOutcome> earlier(
            Tx tx, Keys.Asking asking, String request) throws SQLException {
        return switch (Answered.before(tx, asking, request)) {
            case Answered.Before.Nothing nothing -> Optional.empty();
            case Answered.Before.OtherRequest other ->
                    Optional.of(new PersonOutcome.AttemptReused(other.key()));
            case Answered.Before.This before -> {
                String id = before.answered().id();
                Optional<Person> person = People.find(tx, asking.workspace(), id);
                yield Optional.of(person.isEmpty() ? new PersonOutcome.NoSuchPerson(id)
                        : before.answered().secret(WORD, asking.bearer())
                                .<PersonOutcome>map(invitation ->
                                        new PersonOutcome.Invited(person.get(), invitation))
                                .orElseGet(() -> new PersonOutcome.InvitedBefore(person.get())));
            }
        };
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
                               invitation_ends, made_at, made_by)
            VALUES (?, ?, ?, ?, ?, 1, ?, the_clock() + interval '7 days', the_clock(), ?)
            RETURNING staff, email, name, role, version, made_at, made_by,
                      password IS NOT NULL
            """;

    private static Person put(Tx tx, Keys.Asking asking, People.Draft draft, Drawn drawn)
            throws SQLException {
        Trip trip = tx.trip();
        Trip.Answer<Person> made = trip.ask(PUT, People::person, asking.workspace(),
                Secrets.random("stf_").substring(0, 26), draft.email(), draft.name(),
                draft.role().word(), Secrets.digest(drawn.invitation), asking.by());
        trip.go();
        return made.only();
    }

    private static final String AGAIN = """
            UPDATE staff
               SET invitation = ?, invitation_ends = the_clock() + interval '7 days'
             WHERE workspace = ? AND staff = ?
            RETURNING staff, email, name, role, version, made_at, made_by,
                      password IS NOT NULL, the_clock()
            """;

    private record Again(Person person, Instant at) {}

    static PersonOutcome again(Tx tx, Keys.Asking asking, String id) throws SQLException {
        String request = "invite again " + id;
        Optional<PersonOutcome> earlier = earlier(tx, asking, request);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Drawn drawn = Drawn.of(asking);
        Trip trip = tx.trip();
        Trip.Answer<Again> invited = trip.ask(AGAIN,
                row -> new Again(People.person(row), Rows.certainly(row, 9)),
                Secrets.digest(drawn.invitation), asking.workspace(), id);
        trip.go();
        if (invited.rows().isEmpty()) {
            return new PersonOutcome.NoSuchPerson(id);
        }
        Again again = invited.only();
        drawn.answered(again.person).record(tx, asking, request, again.at);
        return new PersonOutcome.Invited(again.person, drawn.invitation);
    }
}
