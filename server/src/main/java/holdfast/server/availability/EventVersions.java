package holdfast.server.availability;

/// The number by which watchers name what they have seen of an event: the version of its
/// description, and below it how much happened in the inventories that this version describes.
///
/// It never goes down, although an inventory may leave the sum when its area is removed, because
/// the description's version has grown then. Two numbers with the same description count the same
/// inventories, so whoever knows the smaller one misses exactly what happened in between.
public final class EventVersions {
    /// A JSON number is exact below 2^53, which leaves 2^21 descriptions.
    private static final int BITS = 32;

    private EventVersions() {}

    /// The number for a state.
    ///
    /// @param description the event's version
    /// @param changes     the sum of its inventories' journals
    public static long of(long description, long changes) {
        return (description << BITS) + changes;
    }

    /// The description in such a number.
    public static long description(long version) {
        return version >> BITS;
    }
}
