package holdfast.server.desk;

import java.util.Map;

/// The page with the lines that put a shop into another website.
public final class EmbeddingPage {
    private EmbeddingPage() {}

    /// What the page shows.
    ///
    /// @param base     the server's address
    /// @param snippets the lines to copy, by what they sell
    public record View(String base, Map<String, String> snippets) {}
}
