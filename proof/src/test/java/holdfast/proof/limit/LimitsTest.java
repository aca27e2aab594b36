package holdfast.proof.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.Claim;
import holdfast.ConfirmRequest;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Invalid;
import holdfast.Inventory;
import holdfast.Refusal;
import holdfast.engine.Limits;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LimitsTest {
    private static final String HERE = "theatre";
    private static final HoldRequest ONE =
            new HoldRequest(HERE, new Claim.Capacity("floor", 1));

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    @Test
    void refusesAHoldForLongerThanTheLimit() {
        Holdfast engine = scratch.open(Limits.usual().longestHold(Duration.ofMinutes(30)));
        engine.offer(HERE, new Inventory.Pool("floor", 5));
        assertThatThrownBy(() -> engine.hold(ONE.holdFor(Duration.ofMinutes(30).plusMillis(1))))
                .isInstanceOfSatisfying(Invalid.class,
                        invalid -> assertThat(invalid.field()).isEqualTo("holdFor"));
        assertThat(engine.freePlaces(HERE, "floor").orElseThrow().places()).isEqualTo(5);
        assertThat(engine.hold(ONE.holdFor(Duration.ofMinutes(30))))
                .isInstanceOf(HoldOutcome.Granted.class);
    }

    @Test
    void finishesQueuedRequestsAndRefusesNewOnesWhenClosed() {
        Holdfast engine = scratch.open(Limits.usual());
        engine.offer(HERE, new Inventory.Pool("floor", 5));
        engine.close();
        assertThat(engine.hold(ONE)).isInstanceOf(Refusal.Overloaded.class);
        assertThat(engine.confirm(new ConfirmRequest(HERE, "any")))
                .isInstanceOf(Refusal.Overloaded.class);
        engine.close();
    }

    static Stream<UnaryOperator<Limits>> nonsense() {
        return Stream.of(
                limits -> limits.batch(0),
                limits -> limits.batch(Integer.MAX_VALUE),
                limits -> limits.inFlight(0),
                limits -> limits.runners(0),
                limits -> limits.waiting(0),
                limits -> limits.waiting(Integer.MAX_VALUE),
                limits -> limits.longestHold(Duration.ZERO),
                limits -> limits.longestHold(Duration.ofDays(10_000)),
                limits -> limits.patience(Duration.ofMillis(-1)),
                limits -> limits.patience(Duration.ofDays(1)));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void boundsEverySetting(UnaryOperator<Limits> change) {
        assertThatThrownBy(() -> change.apply(Limits.usual()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be from");
    }
}
