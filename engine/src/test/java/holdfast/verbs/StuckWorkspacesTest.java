package holdfast.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Claim;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Inventory;
import holdfast.engine.Engine;
import holdfast.engine.EngineListener;
import holdfast.engine.Limits;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// While the batches of two workspaces cannot go on, a third workspace is served as usual.
class StuckWorkspacesTest {
    private static final String HALL = "hall";
    private static final int CLIENTS = 6;
    private static final int HOLDS = 30;
    /// Less than the lock timeout, for which a batch that waits for a row has a runner.
    private static final Duration USUAL = Duration.ofSeconds(4);

    @RegisterExtension
    final EngineFixture fixture = new EngineFixture();

    private final AtomicBoolean cut = new AtomicBoolean();

    private List<String> stuck() {
        return List.of(fixture.workspace() + "-locked", fixture.workspace() + "-locked-too");
    }

    private Engine open(DataSource source) {
        Stream.concat(stuck().stream(), Stream.of(fixture.workspace())).forEach(
                workspace -> fixture.engine().offer(workspace, new Inventory.Pool(HALL, 100_000)));
        return fixture.open(source, Limits.usual(), EngineListener.NONE);
    }

    private static HoldOutcome hold(Engine engine, String workspace) {
        return engine.hold(new HoldRequest(workspace, new Claim.Capacity(HALL, 1)));
    }

    private List<Future<HoldOutcome>> begin(ExecutorService clients, Engine engine) {
        List<Future<HoldOutcome>> answers = new ArrayList<>();
        for (String workspace : stuck()) {
            for (int client = 0; client < CLIENTS; client++) {
                answers.add(clients.submit(() -> hold(engine, workspace)));
            }
        }
        return answers;
    }

    /// Holds one after the other, in time.
    private void isServed(ExecutorService clients, Engine engine) throws Exception {
        Future<Integer> served = clients.submit(() -> {
            int granted = 0;
            while (granted < HOLDS
                    && hold(engine, fixture.workspace()) instanceof HoldOutcome.Granted) {
                granted++;
            }
            return granted;
        });
        assertThat(served.get(USUAL.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo(HOLDS);
    }

    private static void areGranted(List<Future<HoldOutcome>> answers) throws Exception {
        for (Future<HoldOutcome> answer : answers) {
            assertThat(answer.get()).isInstanceOf(HoldOutcome.Granted.class);
        }
    }

    @Test
    void servesOthersWhileRowsAreLocked() throws Exception {
        Engine engine = open(fixture.source());
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
                Connection session = fixture.source().getConnection();
                Statement statement = session.createStatement()) {
            statement.execute("SET idle_in_transaction_session_timeout = 0");
            session.setAutoCommit(false);
            statement.execute("SELECT FROM pool WHERE workspace LIKE '%-locked%' FOR UPDATE");
            // The first batch may take all of the requests, so more follow while it waits.
            List<Future<HoldOutcome>> answers = new ArrayList<>(begin(clients, engine));
            awaitBatches(engine, 2);
            answers.addAll(begin(clients, engine));
            awaitBatches(engine, 3);
            isServed(clients, engine);
            assertThat(answers).noneMatch(Future::isDone);
            session.rollback();
            statement.execute("SET idle_in_transaction_session_timeout = 5000");
            session.commit();
            areGranted(answers);
        }
    }

    @Test
    void servesOthersWhileConnectionsBreak() throws Exception {
        Engine engine = open(proxy(DataSource.class, fixture.source(), new AtomicBoolean()));
        cut.set(true);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HoldOutcome>> answers = begin(clients, engine);
            awaitBatches(engine, 2);
            for (int look = 0; look < 200; look++) {
                assertThat(restingRunners()).isEmpty();
            }
            isServed(clients, engine);
            assertThat(answers).noneMatch(Future::isDone);
            cut.set(false);
            areGranted(answers);
        }
    }

    /// The runners that wait for the next try of a batch.
    private static List<String> restingRunners() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> each.getKey().getName().startsWith("holdfast-runner-"))
                .filter(each -> Arrays.stream(each.getValue()).anyMatch(
                        frame -> frame.getClassName().equals("holdfast.postgres.Retries")))
                .map(each -> each.getKey().getName()).toList();
    }

    private static void awaitBatches(Engine engine, int batches) {
        long until = System.nanoTime() + USUAL.toNanos();
        while (engine.load().batches() < batches) {
            assertThat(System.nanoTime()).isLessThan(until);
            Thread.onSpinWait();
        }
    }

    /// A network that cuts each connection that carries a statement of a stuck workspace.
    private <T> T proxy(Class<T> type, Object real, AtomicBoolean doomed) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> call(real, method, arguments, doomed)));
    }

    private @Nullable Object call(Object real, Method method, Object[] arguments,
            AtomicBoolean doomed)
            throws Throwable {
        if (arguments != null && method.getName().startsWith("set")
                && Arrays.stream(arguments).anyMatch(stuck()::contains)) {
            doomed.set(cut.get());
        }
        if (method.getName().startsWith("execute") && doomed.get()) {
            throw new SQLException("the connection is lost", "08006");
        }
        try {
            return switch (method.invoke(real, arguments)) {
                case Connection each -> proxy(Connection.class, each, new AtomicBoolean());
                case PreparedStatement each -> proxy(PreparedStatement.class, each, doomed);
                case null -> null;
                case Object each -> each;
            };
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }
}
