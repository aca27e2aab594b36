package holdfast.proof.kind;

import holdfast.Claim;
import holdfast.Inventory;
import java.util.List;

class NamedSeatsTest extends KindContract {
    @Override
    List<Inventory> offered() {
        return List.of(BestSeatsContractTest.hall());
    }

    @Override
    List<Claim> pieces() {
        return List.of(
                new Claim.Seats("hall", "A1", "B1"), new Claim.Seats("hall", "A2"),
                new Claim.Seats("hall", "B2"), new Claim.Seats("hall", "B3", "A3"));
    }
}
