package holdfast.judge;

import java.time.Instant;

/// When something was seen: on a clock that only ever goes forward and that all clients on one
/// machine share (on Linux also those of different processes), and what the database's clock said
/// at that time.
public record Moment(long nanos, Instant clock) {}
