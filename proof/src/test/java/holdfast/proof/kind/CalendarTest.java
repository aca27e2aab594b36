package holdfast.proof.kind;

import holdfast.Claim;
import holdfast.Inventory;
import holdfast.Window;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Four hours of one calendar, end to end.
class CalendarTest extends KindContract {
    @Override
    List<Inventory> offered() {
        return List.of(new Inventory.Calendar("maya"));
    }

    @Override
    List<Claim> pieces() {
        return Stream.iterate(NOW, from -> from.plus(Duration.ofHours(1))).limit(4)
                .<Claim>map(from -> new Claim.Time(
                        "maya", new Window(from, from.plus(Duration.ofHours(1)))))
                .toList();
    }
}
