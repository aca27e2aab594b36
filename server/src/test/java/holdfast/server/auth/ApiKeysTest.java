package holdfast.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.Invalid;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.nio.file.Path;
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

class ApiKeysTest {
    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private Workspaces workspaces;
    private Workspaces.Made first;
    private ApiKeyCache ring;
    private ApiKeys keys;

    @BeforeEach
    void open() {
        workspaces = new Workspaces(scratch.database().dataSource());
        first = workspaces.open("main", Workspaces.Given.nothing()).orElseThrow();
        ring = ring();
        keys = new ApiKeys(tables(), ring);
    }

    private AuthTransaction tables() {
        return new AuthTransaction(scratch.database().dataSource());
    }

    private ApiKeyCache ring() {
        return new ApiKeyCache(tables());
    }

    private ApiKeys.Requester requester(String attempt) {
        return new ApiKeys.Requester("main", "key_mine", first.secret(),
                attempt.isEmpty() ? Optional.empty() : Optional.of(attempt));
    }

    private ApiKeyOutcome.Made made(ApiKeyOutcome outcome) {
        assertThat(outcome).isInstanceOf(ApiKeyOutcome.Made.class);
        return (ApiKeyOutcome.Made) outcome;
    }

    private ApiKeyOutcome.Made secret(String name) {
        return made(keys.make(requester(""), ApiKey.Kind.SECRET, name));
    }

    @Test
    void givesTheFirstKeysTheirPermissions() {
        assertThat(ring.find(first.secret()).orElseThrow().who())
                .returns("main", Principal::workspace).returns(Permission.OWN, Principal::right);
        assertThat(ring.find(first.publishable()).orElseThrow().who())
                .returns("main", Principal::workspace).returns(Permission.BUY, Principal::right);
        assertThat(first.secret()).startsWith("sk_").hasSize(55);
        assertThat(first.publishable()).startsWith("pk_").hasSize(55);
        assertThat(ring.find(first.secret() + "0")).isEmpty();
        assertThat(ring.find("")).isEmpty();
    }

    @Test
    void opensAWorkspaceOnce() throws Exception {
        assertThat(workspaces.open("main", Workspaces.Given.nothing())).isEmpty();
        List<Optional<Workspaces.Made>> both = atOnce(
                () -> workspaces.open("other", Workspaces.Given.nothing()),
                () -> workspaces.open("other", Workspaces.Given.nothing()));
        assertThat(both.stream().filter(Optional::isPresent)).hasSize(1);
        assertThat(keys.all("other", "", 10)).hasSize(2);
    }

    @Test
    void takesGivenKeys() {
        Workspaces.Made made = workspaces.open("given", new Workspaces.Given(
                Optional.of("correct-horse-battery"), Optional.empty())).orElseThrow();
        ring.refresh();
        assertThat(made.secret()).isEqualTo("correct-horse-battery");
        assertThat(ring.find("correct-horse-battery").orElseThrow().who())
                .returns("given", Principal::workspace).returns(Permission.OWN, Principal::right);
        assertThatThrownBy(() -> new Workspaces.Given(Optional.of("short"), Optional.empty()))
                .isInstanceOf(Invalid.class).hasMessageContaining("HOLDFAST_SECRET_KEY");
        Optional<String> same = Optional.of("one-and-the-same-key");
        assertThatThrownBy(() -> new Workspaces.Given(same, same)).isInstanceOf(Invalid.class);
    }

    @Test
    void makesAnotherKeyForAWorkspaceWhoseKeysAreLost() {
        ApiKeyOutcome.Made made = workspaces.anotherKey("main").orElseThrow();
        ring.refresh();
        assertThat(ring.find(made.secret())).isPresent();
        assertThat(workspaces.anotherKey("nowhere")).isEmpty();
    }

    @Test
    void printsGeneratedKeysAtTheFirstStartOnly() {
        Workspaces.Given given = new Workspaces.Given(
                Optional.empty(), Optional.of("given-for-the-shop-window"));
        assertThat(FirstKeys.atStart(scratch.database().dataSource(), given,
                Path.of("target"), true).lines()).isEmpty();
        scratch.database().empty();
        List<String> printed = FirstKeys.atStart(
                scratch.database().dataSource(), given, Path.of("target"), true).lines();
        assertThat(printed).hasSize(2).first().asString().contains("sk_");
        assertThat(printed).noneMatch(line -> line.contains("given-for-the-shop-window"));
        assertThat(FirstKeys.atStart(scratch.database().dataSource(), given,
                Path.of("target"), true).lines()).isEmpty();
        ring.refresh();
        assertThat(ring.find("given-for-the-shop-window")).isPresent();
        assertThat(ring.find(printed.getFirst().replaceFirst(".* ", ""))).isPresent();
        assertThat(ring.find(first.secret())).isEmpty();
    }

    @Test
    void letsAnOperatorOpenWorkspaces() {
        List<String> printed = FirstKeys.workspace(scratch.database().dataSource(), "museum");
        assertThat(printed).anyMatch(line -> line.contains("sk_"))
                .anyMatch(line -> line.contains("pk_"));
        assertThat(FirstKeys.workspace(scratch.database().dataSource(), "museum"))
                .anyMatch(line -> line.contains("sk_")).noneMatch(line -> line.contains("pk_"));
        assertThatThrownBy(() -> FirstKeys.workspace(scratch.database().dataSource(), "No Museum"))
                .isInstanceOf(Invalid.class);
    }

    @Test
    void storesNoKey() {
        secret("shop");
        assertThat(Everything.in(scratch.database())).contains("shop")
                .doesNotContain(first.secret(), first.publishable());
    }

    @Test
    void acceptsANewKeyAtOnceHereAndSoonOnOtherNodes() throws Exception {
        try (Access elsewhere = Access.open(scratch.database().dataSource(),
                new RateLeases(scratch.database().dataSource()))) {
            ApiKeyOutcome.Made made = secret("shop");
            assertThat(ring.find(made.secret())).isPresent();
            Waiting.until(() -> elsewhere.ring().find(made.secret()).isPresent());
            assertThat(keys.revoke("main", made.key().id()))
                    .isInstanceOf(ApiKeyOutcome.Ended.class);
            assertThat(ring.find(made.secret())).isEmpty();
            Waiting.until(() -> elsewhere.ring().find(made.secret()).isEmpty());
        }
    }

    @Test
    void refusesARotatedKeyAfterItsEnd() {
        scratch.clock().running(Duration.ZERO);
        ApiKeyOutcome.Made old = secret("shop");
        ApiKeyOutcome.Made fresh =
                made(keys.rotate(requester(""), old.key().id(), Duration.ofHours(1)));
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
        assertThat(keys.rotate(requester(""), old.key().id(), Duration.ZERO))
                .isInstanceOf(ApiKeyOutcome.NoSuchKey.class);
    }

    @Test
    void makesOneKeyForOneIdempotencyKey() throws Exception {
        ApiKeyOutcome.Made made = made(keys.make(requester("a"), ApiKey.Kind.PUBLISHABLE, "shop"));
        assertThat(made(keys.make(requester("a"), ApiKey.Kind.PUBLISHABLE, "shop")))
                .isEqualTo(made);
        assertThat(keys.make(requester("a"), ApiKey.Kind.PUBLISHABLE, "other"))
                .isInstanceOf(ApiKeyOutcome.AttemptReused.class);
        assertThat(keys.make(new ApiKeys.Requester("main", "x", "another", Optional.of("a")),
                ApiKey.Kind.PUBLISHABLE, "shop")).as("with another API key")
                .isEqualTo(new ApiKeyOutcome.MadeBefore(made.key()));
        assertThat(made(keys.rotate(requester("r"), made.key().id(), Duration.ZERO)))
                .isEqualTo(made(keys.rotate(requester("r"), made.key().id(), Duration.ZERO)));
        List<ApiKeyOutcome> both = atOnce(
                () -> keys.make(requester("b"), ApiKey.Kind.SECRET, "x"),
                () -> keys.make(requester("b"), ApiKey.Kind.SECRET, "x"));
        assertThat(both.getFirst()).isInstanceOf(ApiKeyOutcome.Made.class)
                .isEqualTo(both.getLast());
    }

    @Test
    void keepsTheLastSecretKey() throws Exception {
        String mine = ring.find(first.secret()).orElseThrow().id();
        assertThat(keys.revoke("main", mine)).isEqualTo(new ApiKeyOutcome.LastKey(mine));
        for (int round = 0; round < 10; round++) {
            String one = keys.all("main", "", 100).stream()
                    .filter(key -> key.kind() == ApiKey.Kind.SECRET)
                    .filter(key -> key.times().endsAt().isEmpty())
                    .findFirst().orElseThrow().id();
            String other = secret("other").key().id();
            List<ApiKeyOutcome> both = atOnce(
                    () -> keys.revoke("main", one), () -> keys.revoke("main", other));
            assertThat(both).filteredOn(ApiKeyOutcome.Ended.class::isInstance).hasSize(1);
            assertThat(both).filteredOn(ApiKeyOutcome.LastKey.class::isInstance).hasSize(1);
        }
    }

    @Test
    void doesNotFindAKeyOfAnotherWorkspace() {
        Workspaces.Made other =
                workspaces.open("other", Workspaces.Given.nothing()).orElseThrow();
        ring.refresh();
        String id = ring.find(other.publishable()).orElseThrow().id();
        assertThat(keys.revoke("main", id)).isEqualTo(new ApiKeyOutcome.NoSuchKey(id));
        assertThat(keys.rotate(requester(""), id, Duration.ZERO))
                .isEqualTo(new ApiKeyOutcome.NoSuchKey(id));
        assertThat(ring.find(other.publishable())).isPresent();
    }

    @Test
    void boundsTheNumberOfKeys() {
        for (int made = 2; made < 100; made++) {
            secret("number " + made);
        }
        assertThat(keys.make(requester(""), ApiKey.Kind.SECRET, "one more"))
                .isEqualTo(new ApiKeyOutcome.TooManyKeys(100));
    }

    @Test
    void writesTheLastUseOnceAMinute() {
        scratch.clock().running(Duration.ZERO);
        ring.refresh();
        assertThat(ring.writeUses()).isZero();
        ring.find(first.secret());
        assertThat(ring.writeUses()).isEqualTo(1);
        assertThat(keys.all("main", "", 10)).filteredOn(key -> key.times().usedAt().isPresent())
                .singleElement().returns(ApiKey.Kind.SECRET, ApiKey::kind);
        ring.find(first.secret());
        assertThat(ring.writeUses()).isZero();
        ApiKeyCache elsewhere = ring();
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
