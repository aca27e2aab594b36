package holdfast.proof.kind;

import holdfast.Claim;
import holdfast.Inventory;
import java.util.ArrayList;
import java.util.List;

/// All kinds in one hold: together they keep the promises that each of them makes alone.
class BasketTest extends KindContract {
    private static final List<KindContract> KINDS = List.of(
            new PoolContractTest(), new NamedSeatsTest(), new CalendarTest());

    @Override
    List<Inventory> offered() {
        return KINDS.stream().flatMap(kind -> kind.offered().stream()).toList();
    }

    @Override
    List<Claim> pieces() {
        List<Claim> mixed = new ArrayList<>();
        for (int at = 0; at < 4; at++) {
            for (KindContract kind : KINDS) {
                mixed.add(kind.pieces().get(at));
            }
        }
        return mixed;
    }
}
