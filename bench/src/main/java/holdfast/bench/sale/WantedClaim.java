package holdfast.bench.sale;

import holdfast.Window;
import java.util.List;

/// One client's request: one claim, in a form that every way of holding understands.
public sealed interface WantedClaim {
    String workspace();

    record Places(String workspace, String pool, long quantity) implements WantedClaim {}

    record Seats(String workspace, String seatMap, List<String> names) implements WantedClaim {
        public Seats {
            names = List.copyOf(names);
        }
    }

    record Time(String workspace, String calendar, Window window) implements WantedClaim {}
}
