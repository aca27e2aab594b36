package holdfast.bench.http;

import holdfast.bench.sale.Sale;

/// Something on sale on the started server, the claims that clients want, and their requests.
public record SaleTarget(Sale sale, ClientProtocol speech) {}
