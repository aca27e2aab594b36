package holdfast.e2e;

import static holdfast.e2e.SampleEvents.areas;
import static holdfast.e2e.SampleEvents.event;
import static holdfast.e2e.SampleEvents.floor;
import static holdfast.e2e.SampleEvents.hold;
import static holdfast.e2e.SampleEvents.item;
import static holdfast.e2e.SampleEvents.patch;
import static holdfast.e2e.SampleEvents.read;
import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// A change that one node has answered is visible on the other node from that moment on.
class CatalogueFreshTest {
    private static final int ROUNDS = 20;
    private final Client owner = shop().owner();

    @Test
    void makesNoHoldByAPriceThatAnotherNodeChanged() {
        try (ServerNode second = ServerNode.serve(shop().settings())) {
            Client there = owner.to(second.address());
            Reply event = event(owner, areas(floor(500)));
            for (int round = 0; round < ROUNDS; round++) {
                hold(there, item(event, "floor", 1)).is(201);
                long price = 2_000L + round;
                patch(owner, read(owner, event), areas(floor(500)
                        .replace("\"amount\": 1000", "\"amount\": " + price))).is(200);
                Reply hold = hold(there, item(event, "floor", 2)).is(201);
                assertThat(hold.number("/total/amount")).isEqualTo(2 * price);
            }
            TestShop.clean(owner);
        }
    }

    @Test
    void makesNoHoldAfterAnotherNodeEndedTheSale() {
        try (ServerNode second = ServerNode.serve(shop().settings())) {
            Client there = owner.to(second.address());
            for (int round = 0; round < ROUNDS; round++) {
                Reply event = event(owner, areas(floor(500)));
                hold(there, item(event, "floor", 1)).is(201);
                patch(owner, event, "\"sale\": {\"until\": \"2025-01-01T00:00:00Z\"}").is(200);
                hold(there, item(event, "floor", 1)).refuses(409, "notOnSale");
            }
            TestShop.clean(owner);
        }
    }
}
