package holdfast.server.auth;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// Invites staff. The caller has locked the workspace's row.
final class Invitations {
    private static final String WORD = "inv_";
    private static final int MOST = 1_000;

    private Invitations() {}

    static StaffOutcome somebodyNew(Transaction tx, ApiKeys.Requester requester,
            StaffAccounts.Draft draft)
            throws SQLException {
        String request = "invite " + draft;
        Optional<StaffOutcome> earlier = earlier(tx, requester, request);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Optional<StaffOutcome> obstacle = obstacle(tx, requester.workspace(), draft);
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        Drawn drawn = Drawn.of(requester);
        StaffMember person = put(tx, requester, draft, drawn);
        WorkspaceOwner.name(tx, requester.workspace(), person);
        drawn.answered(person).record(tx, requester, request, person.since().at());
        return new StaffOutcome.Invited(person, drawn.invitation);
    }

    /// An invitation, derived from the caller's credential and a salt.
    private record Drawn(String salt, String invitation) {
        static Drawn of(ApiKeys.Requester requester) {
            String salt = Secrets.random("");
            return new Drawn(salt, Secrets.derived(WORD, requester.bearer(), salt));
        }

        AnsweredKeys answered(StaffMember person) {
            return new AnsweredKeys(person.id(), salt, Secrets.digest(invitation));
        }
    }

    /// An invitation that was accepted meanwhile is returned too; it is no longer valid.
    private static Optional<StaffOutcome> earlier(
            Transaction tx, ApiKeys.Requester requester, String request) throws SQLException {
        return switch (AnsweredKeys.before(tx, requester, request)) {
            case AnsweredKeys.Before.Nothing nothing -> Optional.empty();
            case AnsweredKeys.Before.OtherRequest other ->
                    Optional.of(new StaffOutcome.AttemptReused(other.key()));
            case AnsweredKeys.Before.SameRequest before -> {
                String id = before.answered().id();
                Optional<StaffMember> person = StaffAccounts.find(tx, requester.workspace(), id);
                yield Optional.of(person.isEmpty() ? new StaffOutcome.NoSuchPerson(id)
                        : before.answered().secret(WORD, requester.bearer())
                                .<StaffOutcome>map(invitation -> new StaffOutcome.Invited(
                                        person.get(), invitation))
                                .orElseGet(() -> new StaffOutcome.InvitedBefore(person.get())));
            }
        };
    }

    private static final String COUNT = """
            SELECT count(*), count(*) FILTER (WHERE email = ?) FROM staff WHERE workspace = ?
            """;

    private static Optional<StaffOutcome> obstacle(Transaction tx, String workspace,
            StaffAccounts.Draft draft)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<long[]> counted = pipeline.query(COUNT,
                row -> new long[] {row.getLong(1), row.getLong(2)}, draft.email(), workspace);
        pipeline.run();
        if (counted.only()[1] > 0) {
            return Optional.of(new StaffOutcome.EmailTaken(draft.email()));
        }
        return counted.only()[0] < MOST ? Optional.empty()
                : Optional.of(new StaffOutcome.TooManyPeople(MOST));
    }

    private static final String PUT = """
            INSERT INTO staff (workspace, staff, email, name, role, version, invitation,
                               invitation_ends, made_at, made_by)
            VALUES (?, ?, ?, ?, ?, 1, ?, the_clock() + interval '7 days', the_clock(), ?)
            RETURNING staff, email, name, role, version, made_at, made_by,
                      password IS NOT NULL
            """;

    private static StaffMember put(Transaction tx, ApiKeys.Requester requester,
            StaffAccounts.Draft draft,
            Drawn drawn)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<StaffMember> made =
                pipeline.query(PUT, StaffAccounts::person, requester.workspace(),
                        Secrets.random("stf_").substring(0, 26), draft.email(), draft.name(),
                        draft.role().word(), Secrets.digest(drawn.invitation), requester.by());
        pipeline.run();
        return made.only();
    }

    private static final String AGAIN = """
            UPDATE staff
               SET invitation = ?, invitation_ends = the_clock() + interval '7 days'
             WHERE workspace = ? AND staff = ?
            RETURNING staff, email, name, role, version, made_at, made_by,
                      password IS NOT NULL, the_clock()
            """;

    private record Again(StaffMember person, Instant at) {}

    static StaffOutcome again(Transaction tx, ApiKeys.Requester requester, String id)
            throws SQLException {
        String request = "invite again " + id;
        Optional<StaffOutcome> earlier = earlier(tx, requester, request);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Drawn drawn = Drawn.of(requester);
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Again> invited = pipeline.query(AGAIN,
                row -> new Again(StaffAccounts.person(row), Rows.certainly(row, 9)),
                Secrets.digest(drawn.invitation), requester.workspace(), id);
        pipeline.run();
        if (invited.rows().isEmpty()) {
            return new StaffOutcome.NoSuchPerson(id);
        }
        Again again = invited.only();
        drawn.answered(again.person).record(tx, requester, request, again.at);
        return new StaffOutcome.Invited(again.person, drawn.invitation);
    }
}
