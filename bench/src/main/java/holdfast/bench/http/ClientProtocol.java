package holdfast.bench.http;

import holdfast.bench.sale.WantedClaim;

/// How to ask the server for what a client wants.
@FunctionalInterface
public interface ClientProtocol {
    byte[] of(WantedClaim wish);
}
