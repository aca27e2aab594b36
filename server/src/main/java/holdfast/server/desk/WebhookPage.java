package holdfast.server.desk;

import java.util.List;

/// The page of one endpoint of webhooks.
public final class WebhookPage {
    private WebhookPage() {}

    /// What the page shows.
    ///
    /// @param failing since when its messages fail; empty if they do not
    /// @param secret  the secret that was just made; empty if none was
    /// @param zone    in which the page tells the time
    public record View(
            String id, DeskForm form, String state, String failing, List<String> kinds, Log log,
            String secret, String zone) {}

    /// The messages, the latest first.
    ///
    /// @param state which of them are listed; empty for all
    /// @param next  the query of the next page; empty on the last one
    public record Log(String state, List<String> states, List<Message> messages, String next) {}

    /// A message.
    ///
    /// @param change the number of the change; empty for a test
    /// @param ended  when it was delivered or is sent next
    /// @param answer the last answer of the endpoint
    public record Message(
            String change, String type, String state, String made, String tries, String ended,
            String answer) {}
}
