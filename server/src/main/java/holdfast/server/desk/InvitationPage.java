package holdfast.server.desk;

/// The page on which an invited member of staff sets a password.
public final class InvitationPage {
    private InvitationPage() {}

    /// What the page shows.
    ///
    /// @param invitation the secret of the invitation's link
    /// @param done       whether the password is set
    public record View(DeskForm form, String invitation, boolean done) {}
}
