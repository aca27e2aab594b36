package holdfast.server.payment;

import java.time.Instant;
import java.util.Optional;

/// A page of a workspace's payments, in the order in which they began.
///
/// @param needsStaff only those that are stuck or owed
public record PaymentSearch(
        Optional<String> hold, Optional<String> state, boolean needsStaff, Instant afterAt,
        String afterId, int most) {}
