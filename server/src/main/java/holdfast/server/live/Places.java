package holdfast.server.live;

import holdfast.Free;

/// How many places of a pool are left.
record Places(Shape.Counter counter, boolean onSale, long capacity, long free) {
    static Places of(Shape.Counter counter, Free.Places found) {
        return new Places(
                counter, found.onSale(), found.capacity(), Math.max(0, found.places()));
    }
}
