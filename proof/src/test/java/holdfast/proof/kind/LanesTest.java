package holdfast.proof.kind;

import holdfast.Claim;
import holdfast.Inventory;
import holdfast.Window;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/// The same hour of a calendar that takes four at once.
class LanesTest extends KindContract {
    @Override
    List<Inventory> offered() {
        return List.of(new Inventory.Calendar("sauna", 4, null));
    }

    @Override
    List<Claim> pieces() {
        return Collections.nCopies(4, new Claim.Time(
                "sauna", new Window(NOW, NOW.plus(Duration.ofHours(1)))));
    }
}
