package holdfast.server.catalog;

import holdfast.Invalid;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.util.Optional;

/// A part of a price.
public sealed interface Share {
    record Percent(int percent) implements Share {}

    /// So much for each place, seat and visit.
    record Amount(Money each) implements Share {}

    static Share read(Fields fields) {
        Optional<Long> percent = fields.maybeNumber("percent", 1, 100);
        Optional<Money> amount = fields.maybeObject("amount").map(Money::read);
        if (percent.isPresent() == amount.isPresent()) {
            throw new Invalid(fields.name("percent"), "or amount must be given, not both");
        }
        return percent.<Share>map(each -> new Percent((int) (long) each))
                .orElseGet(() -> new Amount(amount.orElseThrow()));
    }

    default void write(Json json) {
        switch (this) {
            case Percent part -> json.put("percent", part.percent());
            case Amount part -> json.object("amount", part.each()::write);
        }
    }

    /// What it is of the price of so many: rounded half up, and never more than the price.
    default Money of(Money price, long quantity) {
        return switch (this) {
            case Percent part -> new Money(
                    (price.amount() * part.percent() + 50) / 100, price.currency());
            case Amount part -> new Money(
                    Math.min(part.each().times(quantity).amount(), price.amount()),
                    price.currency());
        };
    }

    /// Refuses an amount in another currency than the prices'.
    ///
    /// @param field where it stands in the request
    default void checked(String field, Optional<String> currency) {
        if (this instanceof Amount part) {
            currency.filter(other -> !other.equals(part.each().currency())).ifPresent(other -> {
                throw new Invalid(field + ".amount.currency",
                        "must be " + other + ", as the prices are");
            });
        }
    }
}
