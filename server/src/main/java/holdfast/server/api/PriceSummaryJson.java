package holdfast.server.api;

import holdfast.server.booking.PriceSummary;
import holdfast.server.json.Json;

/// Writes what a hold costs as JSON.
final class PriceSummaryJson {
    private PriceSummaryJson() {}

    static void write(Json json, PriceSummary summary) {
        json.array("lines", summary.lines(), PriceSummaryJson::line);
        json.array("taxes", summary.taxes(), (out, sum) -> out.put("rate", sum.rate().basisPoints())
                .object("net", sum.net()::write).object("tax", sum.tax()::write));
        summary.total().ifPresent(total -> json.object("total", total::write));
    }

    private static void line(Json json, PriceSummary.Line line) {
        json.put("item", line.item()).put("what", line.what()).put("quantity", line.quantity())
                .object("unitPrice", line.each()::write).object("price", line.price()::write);
        line.tax().ifPresent(rate -> json.put("taxRate", rate.basisPoints()));
        line.net().ifPresent(net -> json.object("net", net::write));
        line.taxAmount().ifPresent(tax -> json.object("tax", tax::write));
    }
}
