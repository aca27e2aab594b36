package holdfast;

/// What a journal line does to its inventory.
public enum Effect {
    /// The inventory is from now on as the line says.
    OFFER,
    /// A claim begins.
    TAKE,
    /// A claim goes on with another state or deadline.
    KEEP,
    /// A claim ends.
    GIVE
}
