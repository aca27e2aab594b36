package holdfast.server.docs;

import java.util.List;

/// A page of the documentation with the menu beside it.
public final class DocsPage {
    private DocsPage() {}

    /// The page's data.
    ///
    /// @param here  the address of the page, which the menu marks
    /// @param query what was searched for; empty on other pages
    /// @param body  HTML
    /// @param inner the headings of the page
    public record View(
            Files files, List<Menu> menu, String here, String title, String query, String body,
            List<Place> inner) {}

    /// The addresses of the style and the script.
    public record Files(String style, String script, String icon) {}

    public record Menu(String title, List<Place> places) {}

    public record Place(String href, String words) {}
}
