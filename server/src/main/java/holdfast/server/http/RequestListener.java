package holdfast.server.http;

import java.util.Optional;

/// A callback for every request, including those that matched no route or were refused. It must not
/// throw.
@FunctionalInterface
public interface RequestListener {
    /// A request begins; `saw` follows on the same thread.
    default void comes(String id, Optional<String> traceparent) {}

    void saw(RequestRecord record);
}
