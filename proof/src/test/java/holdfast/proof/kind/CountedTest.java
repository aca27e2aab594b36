package holdfast.proof.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Invalid;
import holdfast.Inventory;
import holdfast.Limit;
import holdfast.testkit.Scratch;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `counted` names the customers with claims within a limit's scope, and none of another scope.
class CountedTest {
    private static final String HERE = "theatre";

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    private static String hold(Holdfast engine, String customer, String scope) {
        HoldOutcome outcome = engine.hold(new HoldRequest(HERE, new Claim.Capacity("floor", 1))
                .customer(customer, new Limit(scope, 4, 1)));
        return ((HoldOutcome.Granted) outcome).hold().id();
    }

    @Test
    void namesEachCustomerOnce() {
        Holdfast engine = scratch.engine();
        engine.offer(HERE, new Inventory.Pool("floor", 100));
        assertThat(engine.counted(HERE, "concert", 10)).hasValue(Set.of());
        hold(engine, "ann", "concert");
        hold(engine, "ann", "concert");
        hold(engine, "İnci & a%b/c", "concert");
        String gone = hold(engine, "bob", "concert");
        hold(engine, "cat", "concert2");
        hold(engine, "dan", "concert:2026-12-03");
        engine.cancel(new CancelRequest(HERE, gone, false));
        assertThat(engine.counted(HERE, "concert", 10)).hasValue(Set.of("ann", "İnci & a%b/c"));
        assertThat(engine.counted(HERE, "concert", 2)).isPresent();
        assertThat(engine.counted(HERE, "concert", 1)).isEmpty();
        assertThat(engine.counted(HERE, "concer", 10)).hasValue(Set.of());
        assertThat(engine.counted("elsewhere", "concert", 10)).hasValue(Set.of());
        assertThatThrownBy(() -> engine.counted(HERE, "concert", 0))
                .isInstanceOf(Invalid.class);
    }
}
