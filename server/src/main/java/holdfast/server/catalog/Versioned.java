package holdfast.server.catalog;

import java.time.Instant;

/// One version of a catalogue entry.
///
/// @param listed whether it is on sale; a withdrawn entry can still be read
/// @param author who made this version
public record Versioned<T extends CatalogEntry>(
        String id, long version, T entry, boolean listed, Instant at, String author) {

    /// The version as an ETag, which a client sends back with a change.
    public String tag() {
        return "\"" + version + "\"";
    }

    /// The id and the version: enough to find the prices it was sold at.
    public String stamp() {
        return id + "@" + version;
    }

    /// With its texts in a customer's language. Only for showing: what is changed or sold is the
    /// entry as it is written.
    @SuppressWarnings("unchecked") // an entry in another language is of the same type
    public Versioned<T> in(String language) {
        return new Versioned<>(id, version, (T) entry.in(language), listed, at, author);
    }

    /// The same with its known type.
    public <U extends CatalogEntry> Versioned<U> as(Class<U> type) {
        return new Versioned<>(id, version, type.cast(entry), listed, at, author);
    }
}
