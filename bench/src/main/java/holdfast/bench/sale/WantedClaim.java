package holdfast.bench.sale;

import holdfast.Window;
import java.util.List;

/// One client's request, in a form that every way of holding understands.
public sealed interface WantedClaim {
    String workspace();

    record Places(String workspace, String pool, long quantity) implements WantedClaim {}

    record Seats(String workspace, String seatMap, List<String> names) implements WantedClaim {
        public Seats {
            names = List.copyOf(names);
        }
    }

    record Time(String workspace, String calendar, Window window) implements WantedClaim {}

    /// Places for a named customer, who may have at most `most` in this pool.
    record Limited(Places places, String customer, long most) implements WantedClaim {
        @Override
        public String workspace() {
            return places.workspace();
        }
    }

    /// Places with an idempotency key: the same request again gets the same hold.
    record Keyed(Places places, String key) implements WantedClaim {
        @Override
        public String workspace() {
            return places.workspace();
        }
    }

    /// All three claims in one hold, or none.
    record Basket(Places places, Seats seats, Time time) implements WantedClaim {
        @Override
        public String workspace() {
            return places.workspace();
        }
    }
}
