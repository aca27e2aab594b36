package holdfast.server.desk;

import java.util.List;
import java.util.Map;

/// How many places or which seats of an event the box office sells.
public final class SellEvent {
    private SellEvent() {}

    /// What the page shows.
    ///
    /// @param values what was typed before it was refused
    public record View(
            String id, String when, List<Offer> offers, String problem,
            Map<String, String> values) {
        public String value(String name) {
            return values.getOrDefault(name, "");
        }
    }

    /// An area or one of its tiers.
    public record Offer(
            String kind, String area, String tier, String name, String price, long free) {
        public boolean seated() {
            return kind.equals("seats");
        }
    }
}
