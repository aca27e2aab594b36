package holdfast.audit;

import java.sql.SQLException;

/// The versions of one inventory's journal. Only here it is decided which version may follow
/// another one: the next, or one after a gap that the archive left.
final class VersionSequence {
    private final InventoryRow.Key key;
    private final ArchivedGaps archived;
    private long version;

    /// @param version the version after which the journal is read
    VersionSequence(InventoryRow.Key key, ArchivedGaps archived, long version) {
        this.key = key;
        this.archived = archived;
        this.version = version;
    }

    /// Goes on to a line's version; false if it may not follow.
    boolean advance(long next) throws SQLException {
        boolean follows = next == version + 1 || (next > version && gap(next - 1));
        version = next;
        return follows;
    }

    /// Whether the journal ends where the inventory's row says, or what comes after it was archived.
    boolean endsAt(long last) throws SQLException {
        return version == last || (version < last && gap(last));
    }

    /// Whether everything after this version, up to another one, was archived.
    private boolean gap(long to) throws SQLException {
        return archived.have(key.kind(), key.inventory(), version + 1, to);
    }

    long version() {
        return version;
    }
}
