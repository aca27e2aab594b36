package holdfast.bench.http;

import holdfast.bench.sale.Sale;

/// Something on sale in the started shop: what clients want of it, and how they say so.
public record SaleTarget(Sale sale, ClientProtocol speech) {}
