package holdfast.server.ops;

import java.util.function.Supplier;

/// A callback around each verb, for tracing.
public interface SpanListener {
    SpanListener NONE = new SpanListener() {
        @Override
        public <T> T within(String name, Supplier<T> work) {
            return work.get();
        }
    };

    <T> T within(String name, Supplier<T> work);
}
