package holdfast.server.http;

import java.util.Optional;

/// Sees every request, also those that found no route or were turned away. It must not fail.
@FunctionalInterface
public interface RequestListener {
    /// A request is about to be looked at; the same thread tells what became of it.
    default void comes(String id, Optional<String> traceparent) {}

    void saw(RequestRecord record);
}
