package holdfast.server.availability;

import holdfast.Free;

/// How many places of a pool are left.
record PoolState(EventShape.Counter counter, boolean onSale, long capacity, long free) {
    static PoolState of(EventShape.Counter counter, Free.Places found) {
        return new PoolState(
                counter, found.onSale(), found.capacity(), Math.max(0, found.places()));
    }
}
