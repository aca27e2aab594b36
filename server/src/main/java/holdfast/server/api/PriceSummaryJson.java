package holdfast.server.api;

import holdfast.server.booking.PriceSummary;
import holdfast.server.catalog.Money;
import holdfast.server.json.Json;
import java.util.List;

/// Writes what a hold costs as JSON.
final class PriceSummaryJson {
    private PriceSummaryJson() {}

    static void write(Json json, PriceSummary summary) {
        json.array("lines", summary.lines(), PriceSummaryJson::line);
        json.array("taxes", summary.taxes(), (out, sum) -> out.put("rate", sum.rate().basisPoints())
                .object("net", sum.net()::write).object("tax", sum.tax()::write));
        summary.total().ifPresent(total -> json.object("total", total::write));
        List<PriceSummary.Reduction> codes = summary.reductions().stream()
                .filter(each -> !each.card()).toList();
        List<PriceSummary.Reduction> cards = summary.reductions().stream()
                .filter(PriceSummary.Reduction::card).toList();
        if (!codes.isEmpty()) {
            json.array("discounts", codes, (out, each) -> out.put("id", each.id())
                    .put("code", each.name()).object("amount", each.amount()::write));
        }
        if (!cards.isEmpty()) {
            json.array("giftCards", cards, (out, each) -> out.put("id", each.id())
                    .put("lastFour", each.name()).object("amount", each.amount()::write));
        }
        summary.due().ifPresent(due -> json.object("due", due::write));
    }

    private static void line(Json json, PriceSummary.Line line) {
        json.put("item", line.item()).put("what", line.what()).put("quantity", line.quantity())
                .object("unitPrice", line.each()::write);
        if (line.discount() > 0) {
            json.object("discount", new Money(line.discount(), line.each().currency())::write);
        }
        json.object("price", line.price()::write);
        line.tax().ifPresent(rate -> json.put("taxRate", rate.basisPoints()));
        line.net().ifPresent(net -> json.object("net", net::write));
        line.taxAmount().ifPresent(tax -> json.object("tax", tax::write));
    }
}
