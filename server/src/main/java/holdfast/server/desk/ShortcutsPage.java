package holdfast.server.desk;

import java.util.Map;

/// The overview of the keys.
public final class ShortcutsPage {
    private ShortcutsPage() {}

    /// What the page shows.
    ///
    /// @param places the places by their key after `g`
    public record View(Map<String, String> places) {}
}
