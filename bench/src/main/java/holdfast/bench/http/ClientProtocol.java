package holdfast.bench.http;

import holdfast.bench.sale.WantedClaim;

/// How clients build requests for their claims.
@FunctionalInterface
public interface ClientProtocol {
    byte[] of(WantedClaim wish);
}
