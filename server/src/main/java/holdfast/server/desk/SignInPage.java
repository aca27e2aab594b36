package holdfast.server.desk;

/// The page on which staff sign in.
public final class SignInPage {
    private SignInPage() {}

    /// What the page shows.
    ///
    /// @param workspace the workspace to sign in to
    /// @param problem   the message's key, if an attempt failed; else empty
    /// @param email     what was typed
    public record View(String workspace, String problem, String email) {}
}
