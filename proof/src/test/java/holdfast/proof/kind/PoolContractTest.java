package holdfast.proof.kind;

import holdfast.Claim;
import holdfast.Inventory;
import java.util.Collections;
import java.util.List;

class PoolContractTest extends KindContract {
    @Override
    List<Inventory> offered() {
        return List.of(new Inventory.Pool("floor", 4));
    }

    @Override
    List<Claim> pieces() {
        return Collections.nCopies(4, new Claim.Capacity("floor", 1));
    }
}
