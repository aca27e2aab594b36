package holdfast.capacity;

import org.jspecify.annotations.Nullable;

/// A pool under lock, as the batch's decisions change it.
final class PoolRow {
    final String pool;
    final long version;
    final boolean offered;
    final @Nullable String inside;
    long capacity;
    long taken;

    PoolRow(String pool, long version, Look look, long capacity, long taken) {
        this.pool = pool;
        this.version = version;
        this.offered = look.offered;
        this.inside = look.inside;
        this.capacity = capacity;
        this.taken = taken;
    }

    record Look(boolean offered, @Nullable String inside) {}

    long left() {
        return capacity - taken;
    }
}
