package holdfast.proof.kind;

import holdfast.Claim;
import holdfast.Inventory;
import java.util.List;
import java.util.Optional;

/// Two ticket types, together bigger than the hall that both are inside.
class NestedPoolTest extends KindContract {
    @Override
    List<Inventory> offered() {
        return List.of(
                new Inventory.Pool("hall", 4),
                new Inventory.Pool("vip", 3, Optional.of("hall")),
                new Inventory.Pool("standing", 3, Optional.of("hall")));
    }

    @Override
    List<Claim> pieces() {
        return List.of(
                new Claim.Capacity("vip", 1), new Claim.Capacity("standing", 1),
                new Claim.Capacity("hall", 1), new Claim.Capacity("standing", 1));
    }
}
