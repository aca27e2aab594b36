package holdfast.proof.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.Claim;
import holdfast.Free;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Inventory;
import holdfast.Unanswered;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.testkit.Scratch;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A COMMIT that reached the database, and an answer that does not tell its result: a proxy or a
/// distributed database may then report any SQLSTATE.
class CommitUnknownTest {
    private static final String HERE = "theatre";
    private static final HoldRequest ONE =
            new HoldRequest(HERE, new Claim.Capacity("floor", 1));

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private final AtomicBoolean armed = new AtomicBoolean();
    private volatile boolean forGood;
    private volatile boolean broken;
    private volatile String state = "";

    /// The test's database. Once armed, it replaces the answer to the next COMMIT, and every answer
    /// after it if the fault is permanent.
    private DataSource garbled() {
        return wrapped(DataSource.class, scratch.database().dataSource());
    }

    private <T> T wrapped(Class<T> type, Object real) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> {
                    if (broken && method.getName().equals("execute")) {
                        throw new SQLException("not what it should be", state);
                    }
                    Object answer;
                    try {
                        answer = method.invoke(real, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                    if (method.getName().equals("execute") && String.valueOf(real)
                            .contains("COMMIT") && armed.getAndSet(false)) {
                        broken = forGood;
                        throw new SQLException("not what it should be", state);
                    }
                    return switch (answer) {
                        case PreparedStatement each -> wrapped(PreparedStatement.class, each);
                        case Connection each -> wrapped(Connection.class, each);
                        case null, default -> answer;
                    };
                }));
    }

    private Engine open(Duration patience) {
        scratch.engine().offer(HERE, new Inventory.Pool("floor", 1_000));
        return Engine.open(garbled(), Limits.usual().patience(patience));
    }

    private long taken() {
        Free.Places free = scratch.engine().freePlaces(HERE, "floor").orElseThrow();
        return free.capacity() - free.places();
    }

    /// An internal error, an unknown SQLSTATE, a missing feature, completion unknown, and none.
    @ParameterizedTest
    @ValueSource(strings = {"XX000", "ZZ999", "0A000", "40003", ""})
    void isUnansweredForEverySqlState(String word) {
        state = word;
        try (Engine engine = open(Duration.ofMillis(50))) {
            forGood = true;
            armed.set(true);
            assertThatThrownBy(() -> engine.hold(ONE)).isInstanceOf(Unanswered.class);
            // A hold answered this way exists, and exists once.
            assertThat(taken()).isEqualTo(1);
        }
    }

    @Test
    void isRetriedAndFoundOnce() {
        state = "XX000";
        try (Engine engine = open(Duration.ofSeconds(20))) {
            armed.set(true);
            assertThat(engine.hold(ONE)).isInstanceOf(HoldOutcome.Granted.class);
            assertThat(taken()).isEqualTo(1);
        }
    }

    /// A refusal by the database itself proves that nothing was committed: it is a bug, and the
    /// engine reports it as one.
    @Test
    void doesNotHideARolledBackTransaction() {
        try (Engine engine = open(Duration.ofSeconds(20))) {
            scratch.database().run("ALTER TABLE hold ALTER COLUMN note TYPE integer"
                    + " USING length(note)");
            assertThatThrownBy(() -> engine.hold(ONE))
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
