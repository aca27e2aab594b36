package holdfast.server.catalog;

import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.util.Optional;

/// What is agreed beside the price when an event or a service is sold.
public record SaleTerms(FeeRules fees, Optional<Deposit> deposit) {
    public static final SaleTerms NONE = new SaleTerms(FeeRules.NONE, Optional.empty());

    static SaleTerms read(Fields fields) {
        return new SaleTerms(FeeRules.read(fields), Deposit.read(fields));
    }

    /// @param currency the currency of the prices
    void checked(Optional<String> currency) {
        fees.checked(currency);
        deposit.ifPresent(each -> each.checked(currency));
    }

    void write(Json json) {
        fees.write(json);
        deposit.ifPresent(each -> each.write(json));
    }
}
