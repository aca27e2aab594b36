package holdfast.bench.sale;

import holdfast.Window;
import java.util.List;

/// What one client asks for: one claim, which every way of holding understands.
public sealed interface Wish {
    String workspace();

    record Places(String workspace, String pool, long quantity) implements Wish {}

    record Seats(String workspace, String seatMap, List<String> names) implements Wish {
        public Seats {
            names = List.copyOf(names);
        }
    }

    record Time(String workspace, String calendar, Window window) implements Wish {}
}
