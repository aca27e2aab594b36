package holdfast.server.desk;

/// The page on which the words of a kind of mail are changed.
public final class MailTextPage {
    private MailTextPage() {}

    /// What the page shows.
    ///
    /// @param subject the subject with the example filled in
    /// @param text    the mail with the example filled in
    /// @param own     whether the venue has words of its own
    public record View(
            String kind, String language, DeskForm form, String subject, String text,
            boolean own) {}
}
