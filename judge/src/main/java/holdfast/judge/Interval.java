package holdfast.judge;

/// A half-open interval on the monotonic clock. Empty if it ends before it begins.
record Interval(long from, long to) {

    boolean empty() {
        return from >= to;
    }

    boolean meets(Interval other) {
        return Math.max(from, other.from) < Math.min(to, other.to);
    }

    /// Whether some moment of it lies between the two, both included.
    boolean touches(long first, long last) {
        return !empty() && from <= last && to > first;
    }

    /// Whether it lasts from the first to the last moment, both included.
    boolean covers(long first, long last) {
        return from <= first && to > last;
    }
}
