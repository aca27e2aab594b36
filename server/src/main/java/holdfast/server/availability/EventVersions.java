package holdfast.server.availability;

/// The version number of an event's availability, by which viewers say what they have: the version
/// of the catalogue entry in the high bits, and below it the number of changes in its inventories.
///
/// It never goes down. An inventory may leave the sum when its area is removed, but then the
/// entry's version has grown. Two numbers with the same entry version count the same inventories,
/// so a viewer with the smaller one lacks exactly the changes in between.
public final class EventVersions {
    /// A JSON number is exact below 2^53, which leaves 2^21 versions of the entry.
    private static final int BITS = 32;

    private EventVersions() {}

    /// The number for a state.
    ///
    /// @param description the event's version
    /// @param changes     the sum of its inventories' journals
    public static long of(long description, long changes) {
        return (description << BITS) + changes;
    }

    /// The entry's version in such a number.
    public static long description(long version) {
        return version >> BITS;
    }
}
