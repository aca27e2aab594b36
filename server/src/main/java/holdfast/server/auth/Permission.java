package holdfast.server.auth;

/// What a route requires of its caller. Each permission includes those before it.
public enum Permission {
    /// Open to every caller.
    NONE,
    /// See what is on sale, hold it, and act on holds with their token: a publishable key.
    BUY,
    /// Check tickets in and read the door's lists.
    DOOR,
    /// See everything of the workspace, change nothing.
    READ,
    /// Sell, cancel, exchange and block for customers.
    DESK,
    /// Change what is on sale.
    MANAGE,
    /// Everything, including keys and staff: a secret key.
    OWN
}
