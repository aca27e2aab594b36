package holdfast.server.webhooks;

import java.time.Instant;
import java.util.Optional;

/// A message to one endpoint, and how its delivery goes.
///
/// @param number the change's; below 0 for a test message
/// @param status the last answer's status
/// @param answer why there was no answer
public record Delivery(
        String workspace, String endpoint, long number, String kind, String state, int tries,
        Instant madeAt, Instant dueAt, Optional<Instant> endedAt, Optional<Integer> status,
        Optional<String> answer) {

    /// The message's id, which stays the same over all tries.
    public String messageId() {
        return "msg_" + endpoint.substring(endpoint.indexOf('_') + 1) + "_"
                + (number < 0 ? "test" : "") + Math.abs(number);
    }
}
