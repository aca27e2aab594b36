package holdfast.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.Invalid;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StaffAccountsTest {
    private static final String PASSWORD = "correct horse battery";

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private Workspaces.Made first;
    private Sessions sessions;
    private StaffAccounts people;
    private SignIn signIn;

    @BeforeEach
    void open() {
        first = new Workspaces(scratch.database().dataSource())
                .open("main", Workspaces.Given.nothing()).orElseThrow();
        AuthTransaction tables = new AuthTransaction(scratch.database().dataSource());
        sessions = new Sessions(tables);
        people = new StaffAccounts(tables, sessions);
        signIn = new SignIn(tables, sessions, new RateLeases(scratch.database().dataSource()));
    }

    private ApiKeys.Requester requester(String attempt) {
        return new ApiKeys.Requester("main", "key_mine", first.secret(),
                attempt.isEmpty() ? Optional.empty() : Optional.of(attempt));
    }

    private static StaffAccounts.Draft draft(String name, Role role) {
        return new StaffAccounts.Draft(name + "@example.org", name, role);
    }

    private StaffOutcome.Invited invited(String name, Role role) {
        return (StaffOutcome.Invited) people.invite(requester(""), draft(name, role));
    }

    private StaffMember active(String name, Role role) {
        StaffOutcome.Invited invited = invited(name, role);
        assertThat(signIn.accept(invited.invitation(), PASSWORD)).isTrue();
        return invited.person();
    }

    private SignIn.Outcome in(String email, String password, String address) {
        return signIn.in(new SignIn.Attempt("main", email, password, address));
    }

    private Sessions.Opened in(String name) {
        SignIn.Outcome outcome = in(name + "@example.org", PASSWORD, "203.0.113.7");
        assertThat(outcome).isInstanceOf(SignIn.Outcome.Success.class);
        return ((SignIn.Outcome.Success) outcome).session();
    }

    @Test
    void letsInvitedStaffSetAPasswordOnce() {
        StaffOutcome.Invited maya = invited("maya", Role.DESK);
        assertThat(in("maya@example.org", PASSWORD, "a"))
                .isEqualTo(new SignIn.Outcome.WrongCredentials());
        assertThatThrownBy(() -> signIn.accept(maya.invitation(), "too short"))
                .isInstanceOf(Invalid.class).hasMessageContaining("password");
        assertThat(signIn.accept(maya.invitation(), PASSWORD)).isTrue();
        assertThat(signIn.accept(maya.invitation(), "another password")).isFalse();
        Sessions.Opened session = in("maya");
        assertThat(sessions.find(session.token()).orElseThrow())
                .returns(maya.person().id(), Sessions.Session::staff)
                .satisfies(found -> assertThat(found.identity().who())
                        .isEqualTo(new Principal("main", Permission.DESK, "maya")));
        assertThat(in(" MAYA@Example.org", PASSWORD, "a"))
                .isInstanceOf(SignIn.Outcome.Success.class);
        assertThat(in("maya@example.org", PASSWORD + "!", "a"))
                .isEqualTo(new SignIn.Outcome.WrongCredentials());
        assertThat(in("nobody@example.org", PASSWORD, "a"))
                .isEqualTo(new SignIn.Outcome.WrongCredentials());
        assertThat(Everything.in(scratch.database())).contains("maya@example.org", "argon2id")
                .doesNotContain(session.token(), maya.invitation(), PASSWORD);
    }

    @Test
    void expiresAnInvitationAfterAWeek() {
        scratch.clock().running(Duration.ZERO);
        StaffOutcome.Invited maya = invited("maya", Role.DESK);
        scratch.clock().running(Duration.ofDays(8));
        assertThat(signIn.accept(maya.invitation(), PASSWORD)).isFalse();
        StaffOutcome.Invited again =
                (StaffOutcome.Invited) people.inviteAgain(requester(""), maya.person().id());
        assertThat(signIn.accept(again.invitation(), PASSWORD)).isTrue();
    }

    @Test
    void endsASessionWhenIdleAndAfterAWeek() {
        scratch.clock().running(Duration.ZERO);
        active("maya", Role.DESK);
        String idle = in("maya").token();
        String busy = in("maya").token();
        for (int hours = 11; hours < 7 * 24; hours += 11) {
            scratch.clock().running(Duration.ofHours(hours));
            sessions.forgetAll();
            assertThat(sessions.find(busy)).isPresent();
            if (hours > 12) {
                assertThat(sessions.find(idle)).isEmpty();
            }
        }
        scratch.clock().running(Duration.ofHours(7 * 24 + 1));
        sessions.forgetAll();
        assertThat(sessions.find(busy)).isEmpty();
        assertThat(sessions.deleteEnded()).isEqualTo(2);
    }

    @Test
    void signsOutOfOneSessionOrAll() throws Exception {
        StaffMember maya = active("maya", Role.DESK);
        String one = in("maya").token();
        String other = in("maya").token();
        Sessions elsewhere = new Sessions(new AuthTransaction(scratch.database().dataSource()));
        assertThat(elsewhere.find(one)).isPresent();
        sessions.close(one);
        assertThat(sessions.find(one)).isEmpty();
        Waiting.until(() -> elsewhere.find(one).isEmpty());
        assertThat(sessions.find(other)).isPresent();
        sessions.closeAll("main", maya.id());
        assertThat(sessions.find(other)).isEmpty();
        Waiting.until(() -> elsewhere.find(other).isEmpty());
    }

    @Test
    void appliesAChangeOfRoleAtOnce() {
        active("owner", Role.OWNER);
        StaffMember maya = active("maya", Role.MANAGES);
        String token = in("maya").token();
        assertThat(sessions.find(token).orElseThrow().identity().who().right())
                .isEqualTo(Permission.MANAGE);
        assertThat(people.change("main", maya.id(), Optional.of(7L), role(Role.READS)))
                .isEqualTo(new StaffOutcome.Stale(1));
        people.change("main", maya.id(), Optional.of(1L), role(Role.READS));
        assertThat(sessions.find(token).orElseThrow().identity().who().right())
                .isEqualTo(Permission.READ);
        people.remove("main", maya.id());
        assertThat(sessions.find(token)).isEmpty();
    }

    private static StaffAccounts.Change role(Role role) {
        return new StaffAccounts.Change(Optional.empty(), Optional.of(role));
    }

    @Test
    void keepsTheLastOwner() throws Exception {
        StaffMember owner = invited("owner0", Role.OWNER).person();
        assertThat(people.remove("main", owner.id()))
                .isEqualTo(new StaffOutcome.LastOwner(owner.id()));
        assertThat(people.change("main", owner.id(), Optional.empty(), role(Role.DESK)))
                .isEqualTo(new StaffOutcome.LastOwner(owner.id()));
        for (int round = 1; round <= 10; round++) {
            StaffMember one = owner;
            StaffMember other = invited("owner" + round, Role.OWNER).person();
            List<StaffOutcome> both = atOnce(
                    () -> people.remove("main", one.id()),
                    () -> people.change("main", other.id(), Optional.empty(),
                            role(Role.READS)));
            assertThat(both).filteredOn(StaffOutcome.LastOwner.class::isInstance).hasSize(1);
            owner = people.all("main", "", 100).stream()
                    .filter(person -> person.role() == Role.OWNER).findFirst().orElseThrow();
        }
    }

    @Test
    void keepsTheLastOwnerByAConstraint() {
        StaffMember owner = invited("owner", Role.OWNER).person();
        assertThatThrownBy(() -> scratch.database().run("DELETE FROM staff"))
                .hasStackTraceContaining("workspace_account_keeps_an_owner");
        assertThatThrownBy(() -> scratch.database().run("UPDATE staff SET role = 'desk'"))
                .hasStackTraceContaining("workspace_account_keeps_an_owner");
        assertThat(people.find("main", owner.id())).contains(owner);
    }

    @Test
    void invitesOnceForOneIdempotencyKey() {
        StaffOutcome maya = people.invite(requester("a"), draft("maya", Role.DESK));
        assertThat(people.invite(requester("a"), draft("maya", Role.DESK))).isEqualTo(maya);
        assertThat(people.invite(requester("a"), draft("jon", Role.DESK)))
                .isInstanceOf(StaffOutcome.AttemptReused.class);
        assertThat(people.invite(requester("b"), draft("maya", Role.READS)))
                .isEqualTo(new StaffOutcome.EmailTaken("maya@example.org"));
        assertThat(people.all("main", "", 10)).hasSize(1);
        String id = ((StaffOutcome.Invited) maya).person().id();
        StaffOutcome again = people.inviteAgain(requester("c"), id);
        assertThat(people.inviteAgain(requester("c"), id)).isEqualTo(again);
        assertThat(people.inviteAgain(requester("a"), id))
                .isInstanceOf(StaffOutcome.AttemptReused.class);
        assertThat(people.invite(new ApiKeys.Requester("main", "x", "another", Optional.of("a")),
                draft("maya", Role.DESK))).as("with another API key")
                .isInstanceOf(StaffOutcome.InvitedBefore.class);
    }

    @Test
    void limitsGuessesByAddress() {
        active("maya", Role.DESK);
        SignIn.Outcome last = new SignIn.Outcome.WrongCredentials();
        for (int guess = 0; guess < 12
                && last instanceof SignIn.Outcome.WrongCredentials; guess++) {
            last = in("maya@example.org", "guess " + guess, "198.51.100.1");
        }
        assertThat(last).isInstanceOf(SignIn.Outcome.TooOften.class);
        assertThat(in("maya@example.org", PASSWORD, "198.51.100.1"))
                .isInstanceOf(SignIn.Outcome.TooOften.class);
        in("maya");
        SignIn.Outcome stranger = new SignIn.Outcome.WrongCredentials();
        for (int guess = 0; guess < 12
                && stranger instanceof SignIn.Outcome.WrongCredentials; guess++) {
            stranger = in("nobody@example.org", "guess " + guess, "198.51.100.2");
        }
        assertThat(stranger).isInstanceOf(SignIn.Outcome.TooOften.class);
    }

    @Test
    void doesNotFindStaffOfAnotherWorkspace() {
        assertThat(new Workspaces(scratch.database().dataSource())
                .open("other", Workspaces.Given.nothing())).isPresent();
        StaffMember maya = active("maya", Role.DESK);
        assertThat(people.find("other", maya.id())).isEmpty();
        assertThat(people.remove("other", maya.id()))
                .isEqualTo(new StaffOutcome.NoSuchPerson(maya.id()));
        assertThat(people.inviteAgain(
                new ApiKeys.Requester("other", "x", "secret", Optional.empty()), maya.id()))
                .isEqualTo(new StaffOutcome.NoSuchPerson(maya.id()));
        assertThat(signIn.in(new SignIn.Attempt("other", "maya@example.org", PASSWORD, "a")))
                .isEqualTo(new SignIn.Outcome.WrongCredentials());
    }

    private static <T> List<T> atOnce(Callable<T> one, Callable<T> other) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<T> first = threads.submit(one);
            Future<T> second = threads.submit(other);
            return List.of(first.get(), second.get());
        }
    }
}
