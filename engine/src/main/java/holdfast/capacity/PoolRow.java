package holdfast.capacity;

/// A pool under lock, as the batch's decisions change it.
final class PoolRow {
    final String pool;
    final long version;
    final boolean offered;
    final boolean limit;
    long capacity;
    long taken;

    PoolRow(String pool, long version, Flags flags, long capacity, long taken) {
        this.pool = pool;
        this.version = version;
        this.offered = flags.offered;
        this.limit = flags.limit;
        this.capacity = capacity;
        this.taken = taken;
    }

    record Flags(boolean offered, boolean limit) {}

    long left() {
        return capacity - taken;
    }
}
