package holdfast.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// An inventory as its row has it, and as the checkpoint has it from which its journal is read.
///
/// @param seen null where the journal is read from its beginning
record InventoryRow(Key key, State now, @Nullable State seen) {

    record Key(String kind, String inventory) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int kinds = kind.compareTo(other.kind);
            return kinds != 0 ? kinds : SortedRows.compare(inventory, other.inventory);
        }

        @Override
        public String toString() {
            return kind + " " + inventory;
        }
    }

    /// @param definition in the journal's notation, with the digest of a seat map's seats
    record State(long version, long taken, String definition) {}

    /// Reads kind and inventory; version, taken and definition of its row; and those of its
    /// checkpoint, if there is one.
    static InventoryRow read(ResultSet row) throws SQLException {
        return new InventoryRow(new Key(row.getString(1), row.getString(2)), state(row, 3),
                row.getObject(6) == null ? null : state(row, 6));
    }

    private static State state(ResultSet row, int from) throws SQLException {
        return new State(row.getLong(from), row.getLong(from + 1), row.getString(from + 2));
    }

    /// The version after which the journal is read. A pool's places at the checkpoint are known;
    /// seats and times are read from the beginning, because their holders are not.
    long after() {
        State start = start();
        return start == null ? 0 : start.version;
    }

    @Nullable
    State start() {
        return key.kind.equals("capacity") ? seen : null;
    }
}
