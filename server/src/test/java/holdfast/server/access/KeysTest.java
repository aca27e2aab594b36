package holdfast.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.Invalid;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KeysTest {
    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private Workspaces workspaces;
    private Workspaces.Made first;
    private KeyRing ring;
    private Keys keys;

    @BeforeEach
    void open() {
        workspaces = new Workspaces(scratch.database().dataSource());
        first = workspaces.open("main", Workspaces.Given.nothing()).orElseThrow();
        ring = ring();
        keys = new Keys(tables(), ring);
    }

    private Tables tables() {
        return new Tables(scratch.database().dataSource());
    }

    private KeyRing ring() {
        return new KeyRing(tables());
    }

    private Keys.Asking asking(String attempt) {
        return new Keys.Asking("main", "key_mine", first.secret(),
                attempt.isEmpty() ? Optional.empty() : Optional.of(attempt));
    }

    private KeyOutcome.Made made(KeyOutcome outcome) {
        assertThat(outcome).isInstanceOf(KeyOutcome.Made.class);
        return (KeyOutcome.Made) outcome;
    }

    private KeyOutcome.Made secret(String name) {
        return made(keys.make(asking(""), Key.Kind.SECRET, name));
    }

    @Test
    void theFirstKeysOpenWhatTheyAreFor() {
        assertThat(ring.find(first.secret()).orElseThrow().who())
                .returns("main", Who::workspace).returns(Right.OWN, Who::right);
        assertThat(ring.find(first.publishable()).orElseThrow().who())
                .returns("main", Who::workspace).returns(Right.BUY, Who::right);
        assertThat(first.secret()).startsWith("sk_").hasSize(55);
        assertThat(first.publishable()).startsWith("pk_").hasSize(55);
        assertThat(ring.find(first.secret() + "0")).isEmpty();
        assertThat(ring.find("")).isEmpty();
    }

    @Test
    void aWorkspaceIsOpenedOnce() throws Exception {
        assertThat(workspaces.open("main", Workspaces.Given.nothing())).isEmpty();
        List<Optional<Workspaces.Made>> both = atOnce(
                () -> workspaces.open("other", Workspaces.Given.nothing()),
                () -> workspaces.open("other", Workspaces.Given.nothing()));
        assertThat(both.stream().filter(Optional::isPresent)).hasSize(1);
        assertThat(keys.all("other", "", 10)).hasSize(2);
    }

    @Test
    void givenKeysAreTaken() {
        Workspaces.Made made = workspaces.open("given", new Workspaces.Given(
                Optional.of("correct-horse-battery"), Optional.empty())).orElseThrow();
        ring.refresh();
        assertThat(made.secret()).isEqualTo("correct-horse-battery");
        assertThat(ring.find("correct-horse-battery").orElseThrow().who())
                .returns("given", Who::workspace).returns(Right.OWN, Who::right);
        assertThatThrownBy(() -> new Workspaces.Given(Optional.of("short"), Optional.empty()))
                .isInstanceOf(Invalid.class).hasMessageContaining("HOLDFAST_SECRET_KEY");
        Optional<String> same = Optional.of("one-and-the-same-key");
        assertThatThrownBy(() -> new Workspaces.Given(same, same)).isInstanceOf(Invalid.class);
    }

    @Test
    void anotherKeyForAWorkspaceWhoseKeysAreLost() {
        KeyOutcome.Made made = workspaces.anotherKey("main").orElseThrow();
        ring.refresh();
        assertThat(ring.find(made.secret())).isPresent();
        assertThat(workspaces.anotherKey("nowhere")).isEmpty();
    }

    @Test
    void theFirstStartTellsWhatItDrewAndLaterStartsTellNothing() {
        Workspaces.Given given = new Workspaces.Given(
                Optional.empty(), Optional.of("given-for-the-shop-window"));
        assertThat(FirstKeys.atStart(scratch.database().dataSource(), given)).isEmpty();
        scratch.database().empty();
        List<String> told = FirstKeys.atStart(scratch.database().dataSource(), given);
        assertThat(told).hasSize(2).first().asString().contains("sk_");
        assertThat(told).noneMatch(line -> line.contains("given-for-the-shop-window"));
        assertThat(FirstKeys.atStart(scratch.database().dataSource(), given)).isEmpty();
        ring.refresh();
        assertThat(ring.find("given-for-the-shop-window")).isPresent();
        assertThat(ring.find(told.getFirst().replaceFirst(".* ", ""))).isPresent();
        assertThat(ring.find(first.secret())).isEmpty();
    }

    @Test
    void anOperatorOpensWorkspaces() {
        List<String> told = FirstKeys.workspace(scratch.database().dataSource(), "museum");
        assertThat(told).anyMatch(line -> line.contains("sk_"))
                .anyMatch(line -> line.contains("pk_"));
        assertThat(FirstKeys.workspace(scratch.database().dataSource(), "museum"))
                .anyMatch(line -> line.contains("sk_")).noneMatch(line -> line.contains("pk_"));
        assertThatThrownBy(() ->
                FirstKeys.workspace(scratch.database().dataSource(), "No Museum"))
                .isInstanceOf(Invalid.class);
    }

    @Test
    void noKeyIsKept() {
        secret("shop");
        assertThat(Everything.in(scratch.database())).contains("shop")
                .doesNotContain(first.secret(), first.publishable());
    }

    @Test
    void aNewKeyOpensAtOnceHereAndSoonElsewhere() throws Exception {
        try (Access elsewhere = Access.open(scratch.database().dataSource())) {
            KeyOutcome.Made made = secret("shop");
            assertThat(ring.find(made.secret())).isPresent();
            Await.until(() -> elsewhere.ring().find(made.secret()).isPresent());
            assertThat(keys.revoke("main", made.key().id()))
                    .isInstanceOf(KeyOutcome.Ended.class);
            assertThat(ring.find(made.secret())).isEmpty();
            Await.until(() -> elsewhere.ring().find(made.secret()).isEmpty());
        }
    }

    @Test
    void aRotatedKeyEndsWhenItWasSaidTo() {
        scratch.clock().running(Duration.ZERO);
        KeyOutcome.Made old = secret("shop");
        KeyOutcome.Made fresh =
                made(keys.rotate(asking(""), old.key().id(), Duration.ofHours(1)));
        assertThat(fresh.key().name()).isEqualTo("shop");
        assertThat(ring.find(fresh.secret())).isPresent();
        assertThat(ring.find(old.secret())).isPresent();
        scratch.clock().running(Duration.ofMinutes(59));
        ring.refresh();
        assertThat(ring.find(old.secret())).isPresent();
        scratch.clock().running(Duration.ofMinutes(61));
        ring.refresh();
        assertThat(ring.find(old.secret())).isEmpty();
        assertThat(ring.find(fresh.secret())).isPresent();
        assertThat(keys.rotate(asking(""), old.key().id(), Duration.ZERO))
                .isInstanceOf(KeyOutcome.NoSuchKey.class);
    }

    @Test
    void theSameAttemptGetsTheSameKey() throws Exception {
        KeyOutcome.Made made = made(keys.make(asking("a"), Key.Kind.PUBLISHABLE, "shop"));
        assertThat(made(keys.make(asking("a"), Key.Kind.PUBLISHABLE, "shop"))).isEqualTo(made);
        assertThat(keys.make(asking("a"), Key.Kind.PUBLISHABLE, "other"))
                .isInstanceOf(KeyOutcome.AttemptReused.class);
        assertThat(keys.make(new Keys.Asking("main", "x", "another", Optional.of("a")),
                Key.Kind.PUBLISHABLE, "shop")).as("with another API key")
                .isEqualTo(new KeyOutcome.MadeBefore(made.key()));
        assertThat(made(keys.rotate(asking("r"), made.key().id(), Duration.ZERO)))
                .isEqualTo(made(keys.rotate(asking("r"), made.key().id(), Duration.ZERO)));
        List<KeyOutcome> both = atOnce(
                () -> keys.make(asking("b"), Key.Kind.SECRET, "x"),
                () -> keys.make(asking("b"), Key.Kind.SECRET, "x"));
        assertThat(both.getFirst()).isInstanceOf(KeyOutcome.Made.class)
                .isEqualTo(both.getLast());
    }

    @Test
    void oneSecretKeyAlwaysStays() throws Exception {
        String mine = ring.find(first.secret()).orElseThrow().id();
        assertThat(keys.revoke("main", mine)).isEqualTo(new KeyOutcome.LastKey(mine));
        for (int round = 0; round < 10; round++) {
            String one = keys.all("main", "", 100).stream()
                    .filter(key -> key.kind() == Key.Kind.SECRET)
                    .filter(key -> key.times().endsAt().isEmpty())
                    .findFirst().orElseThrow().id();
            String other = secret("other").key().id();
            List<KeyOutcome> both = atOnce(
                    () -> keys.revoke("main", one), () -> keys.revoke("main", other));
            assertThat(both).filteredOn(KeyOutcome.Ended.class::isInstance).hasSize(1);
            assertThat(both).filteredOn(KeyOutcome.LastKey.class::isInstance).hasSize(1);
        }
    }

    @Test
    void aKeyOfAnotherWorkspaceIsNobodys() {
        Workspaces.Made other =
                workspaces.open("other", Workspaces.Given.nothing()).orElseThrow();
        ring.refresh();
        String id = ring.find(other.publishable()).orElseThrow().id();
        assertThat(keys.revoke("main", id)).isEqualTo(new KeyOutcome.NoSuchKey(id));
        assertThat(keys.rotate(asking(""), id, Duration.ZERO))
                .isEqualTo(new KeyOutcome.NoSuchKey(id));
        assertThat(ring.find(other.publishable())).isPresent();
    }

    @Test
    void thereAreOnlySoMany() {
        for (int made = 2; made < 100; made++) {
            secret("number " + made);
        }
        assertThat(keys.make(asking(""), Key.Kind.SECRET, "one more"))
                .isEqualTo(new KeyOutcome.TooManyKeys(100));
    }

    @Test
    void usesAreWrittenOnceAMinute() {
        scratch.clock().running(Duration.ZERO);
        ring.refresh();
        assertThat(ring.writeUses()).isZero();
        ring.find(first.secret());
        assertThat(ring.writeUses()).isEqualTo(1);
        assertThat(keys.all("main", "", 10)).filteredOn(key -> key.times().usedAt().isPresent())
                .singleElement().returns(Key.Kind.SECRET, Key::kind);
        ring.find(first.secret());
        assertThat(ring.writeUses()).isZero();
        KeyRing elsewhere = ring();
        elsewhere.find(first.secret());
        assertThat(elsewhere.writeUses()).isZero();
        scratch.clock().running(Duration.ofSeconds(61));
        ring.refresh();
        assertThat(ring.writeUses()).isEqualTo(1);
        assertThat(ring.writeUses()).isZero();
    }

    private static <T> List<T> atOnce(Callable<T> one, Callable<T> other) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<T> first = threads.submit(one);
            Future<T> second = threads.submit(other);
            return List.of(first.get(), second.get());
        } catch (ExecutionException failure) {
            throw new AssertionError(failure);
        }
    }
}
