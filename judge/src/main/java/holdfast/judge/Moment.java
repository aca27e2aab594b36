package holdfast.judge;

import java.time.Instant;

/// The time of an observation: a reading of a monotonic clock that all clients on one machine share
/// (on Linux also across processes), and a reading of the database's clock at that time.
public record Moment(long nanos, Instant clock) {}
