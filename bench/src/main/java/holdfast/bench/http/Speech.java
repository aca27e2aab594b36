package holdfast.bench.http;

import holdfast.bench.sale.Wish;

/// How to ask the server for what a client wants.
@FunctionalInterface
public interface Speech {
    byte[] of(Wish wish);
}
