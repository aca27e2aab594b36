package holdfast.server.catalog;

import java.time.Instant;

/// A thing as it is in the catalogue: one version of it.
///
/// @param listed whether it is on sale; what was withdrawn is still there to be read
/// @param author whoever made this version
public record Versioned<T extends CatalogEntry>(
        String id, long version, T thing, boolean listed, Instant at, String author) {

    /// The version as a reader sees it, and sends it back with a change.
    public String tag() {
        return "\"" + version + "\"";
    }

    /// Which version of what: enough to find the prices it was sold at.
    public String stamp() {
        return id + "@" + version;
    }

    /// The same for somebody who knows what kind of thing it is.
    public <U extends CatalogEntry> Versioned<U> as(Class<U> type) {
        return new Versioned<>(id, version, type.cast(thing), listed, at, author);
    }
}
