package holdfast.server.webhooks;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An endpoint: where messages of some kinds are sent.
///
/// @param generation   counts the rotations of the secret
/// @param failingSince since when no message has been delivered, if the last one was not
public record Endpoint(
        String workspace, String id, URI url, List<String> kinds, boolean enabled, int generation,
        Instant rotatedAt, Instant madeAt, Optional<Instant> failingSince) {
    public Endpoint {
        kinds = List.copyOf(kinds);
    }
}
