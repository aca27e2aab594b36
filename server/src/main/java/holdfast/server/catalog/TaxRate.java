package holdfast.server.catalog;

import holdfast.Invalid;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.util.Optional;

/// The rate of the tax that a price includes.
///
/// @param basisPoints hundredths of a percent: 1900 is 19 %
public record TaxRate(int basisPoints) {
    private static final String FIELD = "taxRate";
    private static final int WHOLE = 10_000;

    public TaxRate {
        if (basisPoints < 0 || basisPoints > WHOLE) {
            throw new Invalid(FIELD, "must be from 0 to " + WHOLE);
        }
    }

    static Optional<TaxRate> read(Fields fields) {
        return fields.maybeNumber(FIELD, 0, WHOLE).map(rate -> new TaxRate((int) (long) rate));
    }

    static void write(Json json, Optional<TaxRate> rate) {
        rate.ifPresent(each -> json.put(FIELD, each.basisPoints()));
    }

    /// What is left of a price without its tax, rounded half up to the currency's smallest unit.
    public Money net(Money gross) {
        long divisor = WHOLE + (long) basisPoints;
        return new Money((2 * gross.amount() * WHOLE + divisor) / (2 * divisor),
                gross.currency());
    }
}
