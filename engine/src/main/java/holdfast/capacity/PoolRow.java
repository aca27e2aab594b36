package holdfast.capacity;

import org.jspecify.annotations.Nullable;

/// A pool under lock, as the batch's decisions change it.
final class PoolRow {
    final String pool;
    final long version;
    final boolean offered;
    final @Nullable String inside;
    private final long takenBefore;
    long capacity;
    long taken;

    PoolRow(String pool, long version, Look look, long capacity, long taken) {
        this.pool = pool;
        this.version = version;
        this.offered = look.offered;
        this.inside = look.inside;
        this.capacity = capacity;
        this.taken = taken;
        this.takenBefore = taken;
    }

    record Look(boolean offered, @Nullable String inside) {}

    /// What the batch takes, minus what it gives back.
    long delta() {
        return taken - takenBefore;
    }

    long left() {
        return capacity - taken;
    }
}
