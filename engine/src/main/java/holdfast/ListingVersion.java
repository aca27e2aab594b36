package holdfast;

/// A version of a listing. A listing is the caller's description of what is on sale: an event, a
/// service, a calendar. The engine stores its id and version, not its content.
public record ListingVersion(String listing, long version) {
    public ListingVersion {
        InputRules.id("listing", listing);
        InputRules.between("version", version, 1, Long.MAX_VALUE);
    }
}
