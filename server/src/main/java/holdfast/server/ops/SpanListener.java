package holdfast.server.ops;

import java.util.function.Supplier;

/// Something that may want to know when a verb begins and ends.
public interface SpanListener {
    SpanListener NONE = new SpanListener() {
        @Override
        public <T> T within(String name, Supplier<T> work) {
            return work.get();
        }
    };

    <T> T within(String name, Supplier<T> work);
}
