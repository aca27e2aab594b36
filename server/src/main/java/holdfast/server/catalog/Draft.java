package holdfast.server.catalog;

/// The next version of a catalogue entry, before it is written.
///
/// @param seen the version before it; 0 for a new entry
public record Draft(String id, long seen, CatalogEntry entry, boolean listed) {

    public static Draft of(String id, CatalogEntry entry) {
        return new Draft(id, 0, entry, true);
    }

    public static Draft after(Versioned<? extends CatalogEntry> seen, CatalogEntry entry) {
        return new Draft(seen.id(), seen.version(), entry, seen.listed());
    }

    public Draft listed(boolean other) {
        return new Draft(id, seen, entry, other);
    }

    /// Itself, if its stored text can be read back.
    public Draft checked() {
        definition();
        return this;
    }

    public long version() {
        return seen + 1;
    }

    /// The text that is stored. It is read back first: text that could not be read is refused now,
    /// with the field's name, and not when it is needed.
    public String definition() {
        String text = Definitions.text(entry);
        Definitions.read(entry.kind().word(), text);
        return text;
    }
}
