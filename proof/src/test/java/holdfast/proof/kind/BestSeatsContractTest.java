package holdfast.proof.kind;

import holdfast.Claim;
import holdfast.Inventory;
import java.util.List;
import java.util.stream.Stream;

class BestSeatsContractTest extends KindContract {
    @Override
    List<Inventory> offered() {
        return List.of(hall());
    }

    static Inventory.SeatMap hall() {
        return new Inventory.SeatMap("hall", List.of(row("A"), row("B")));
    }

    private static Inventory.Row row(String name) {
        return new Inventory.Row(Stream.of(name + "1", name + "2", name + "3")
                .map(Inventory.Seat::new).toList());
    }

    @Override
    List<Claim> pieces() {
        return List.of(new Claim.Seats("hall", 3), new Claim.Seats("hall", 3));
    }
}
