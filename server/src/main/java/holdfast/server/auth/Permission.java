package holdfast.server.auth;

/// What a route asks of its caller, from little to much. Whoever has one has all before it.
public enum Permission {
    /// Nobody in particular.
    NONE,
    /// See what is on sale, hold it, and act on holds whose token one has: a publishable key.
    BUY,
    /// See everything of the workspace, and change nothing.
    READ,
    /// Sell, cancel, exchange and block for customers.
    DESK,
    /// Change what is on sale.
    MANAGE,
    /// Everything, keys and people included: a secret key.
    OWN
}
