package holdfast.outside;

import static holdfast.outside.Programme.areas;
import static holdfast.outside.Programme.event;
import static holdfast.outside.Programme.floor;
import static holdfast.outside.Programme.hold;
import static holdfast.outside.Programme.item;
import static holdfast.outside.Programme.patch;
import static holdfast.outside.Programme.read;
import static holdfast.outside.Town.town;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What one node has answered about a change holds on the other one from that moment on.
class CatalogueFreshTest {
    private static final int ROUNDS = 20;
    private final Client owner = town().owner();

    @Test
    void noHoldIsMadeByAPriceThatWasChangedOnAnotherNode() {
        try (Node second = Node.serve(town().settings())) {
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
            Town.clean(owner);
        }
    }

    @Test
    void noHoldIsMadeAfterASaleThatWasEndedOnAnotherNode() {
        try (Node second = Node.serve(town().settings())) {
            Client there = owner.to(second.address());
            for (int round = 0; round < ROUNDS; round++) {
                Reply event = event(owner, areas(floor(500)));
                hold(there, item(event, "floor", 1)).is(201);
                patch(owner, event, "\"sale\": {\"until\": \"2025-01-01T00:00:00Z\"}").is(200);
                hold(there, item(event, "floor", 1)).refuses(409, "notOnSale");
            }
            Town.clean(owner);
        }
    }
}
