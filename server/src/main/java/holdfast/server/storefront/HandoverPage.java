package holdfast.server.storefront;

import holdfast.Hold;
import java.util.Optional;

/// The page that offers a visitor a basket filled on another website, with a button to take it
/// over.
public final class HandoverPage {
    private final ItemLines lines;

    HandoverPage(ItemLines lines) {
        this.lines = lines;
    }

    /// The page's data.
    ///
    /// @param word the hold's token, which the button sends back
    /// @param own  what the visitor has in the basket now and would give up, with its hold
    public record View(
            String hold, int version, String word, ItemLines.Sum sum, Optional<Own> own) {}

    public record Own(String hold, ItemLines.Sum sum) {}

    View view(Visitor visitor, Hold offered, String word) {
        return new View(offered.id(), offered.version(), word, lines.of(visitor, offered),
                visitor.held().map(held -> new Own(held.id(), lines.of(visitor, held))));
    }
}
