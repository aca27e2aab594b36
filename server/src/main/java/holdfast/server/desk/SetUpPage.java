package holdfast.server.desk;

/// The page on which a workspace without staff gets its first owner.
public final class SetUpPage {
    private SetUpPage() {}

    /// What the page shows.
    ///
    /// @param code the code of the link; empty if it has to be typed
    public record View(DeskForm form, String code) {}
}
