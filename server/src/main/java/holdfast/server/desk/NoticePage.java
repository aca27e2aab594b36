package holdfast.server.desk;

/// A page that only says something, such as that a permission is missing.
public final class NoticePage {
    private NoticePage() {}

    /// What the page shows.
    ///
    /// @param back where to go from here
    public record View(String text, String back) {}
}
