package holdfast.server.desk;

import java.util.List;
import java.util.Map;

/// What the box office holds for somebody, and what it costs.
public final class SellHeld {
    private SellHeld() {}

    /// What the page shows.
    ///
    /// @param total    in words; empty if it has no price
    /// @param smallest the same in the currency's smallest unit
    /// @param until    the time until which it is held
    /// @param values   what was typed before it was refused
    public record View(
            String id, List<BookingDesk.Item> items, String total, long smallest,
            String currency, String until, String problem, Map<String, String> values) {
        public String value(String name) {
            return values.getOrDefault(name, "");
        }
    }
}
