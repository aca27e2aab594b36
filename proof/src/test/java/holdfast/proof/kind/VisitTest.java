package holdfast.proof.kind;

import holdfast.Claim;
import holdfast.Inventory;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/// Visits that need one of three people and one of three rooms, with buffers: three at once.
class VisitTest extends KindContract {
    private static final List<String> PEOPLE = List.of("ann", "bob", "cid");
    private static final List<String> ROOMS = List.of("room1", "room2", "room3");

    @Override
    List<Inventory> offered() {
        return List.of(
                new Inventory.Calendar("ann"), new Inventory.Calendar("bob"),
                new Inventory.Calendar("cid"), new Inventory.Calendar("room1"),
                new Inventory.Calendar("room2"), new Inventory.Calendar("room3"));
    }

    @Override
    List<Claim> pieces() {
        Duration hour = Duration.ofHours(1);
        Duration tidy = Duration.ofMinutes(10);
        return Collections.nCopies(3, new Claim.Time(NOW.plus(hour), List.of(
                new Claim.Part(PEOPLE, Duration.ZERO, hour, Duration.ZERO, Duration.ZERO),
                new Claim.Part(ROOMS, Duration.ZERO, hour, tidy, tidy))));
    }
}
