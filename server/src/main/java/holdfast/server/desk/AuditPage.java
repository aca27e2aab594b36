package holdfast.server.desk;

import java.util.List;

/// The page of the audit on demand.
public final class AuditPage {
    private AuditPage() {}

    /// What the page shows.
    ///
    /// @param done    whether an audit has just run
    /// @param checked what it compared, in words
    public record View(boolean done, boolean clean, String checked, List<String> findings) {}
}
