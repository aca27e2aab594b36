package holdfast.server.docs;

import java.util.List;

/// The sections that a search found.
public final class FoundPage {
    private FoundPage() {}

    /// The page's data.
    public record View(String query, List<Hit> hits) {}

    /// A section with all the words.
    public record Hit(String place, String title, String href, String words) {}
}
