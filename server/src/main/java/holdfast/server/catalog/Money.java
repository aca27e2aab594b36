package holdfast.server.catalog;

import holdfast.Invalid;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;

/// An amount in a currency's smallest unit.
public record Money(long amount, String currency) {
    /// The bound of every amount, including sums and products: every amount that can be written can
    /// be read.
    public static final long MOST = 1_000_000_000_000L;
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode).collect(Collectors.toUnmodifiableSet());

    public Money {
        if (amount < 0 || amount > MOST) {
            throw new Invalid("amount", "must be from 0 to " + MOST);
        }
        if (!CURRENCIES.contains(currency)) {
            throw new Invalid("currency", "must be a currency's code, as in EUR");
        }
    }

    public static Money read(Fields fields) {
        return fields.make(() -> {
            Money money = new Money(
                    fields.number("amount", 0, MOST), fields.text("currency", 3));
            fields.done();
            return money;
        });
    }

    public void write(Json json) {
        json.put("amount", amount).put("currency", currency);
    }

    public Money times(long count) {
        boolean large = amount != 0 && count > MOST / amount;
        return new Money(large ? MOST + 1 : amount * count, currency);
    }

    /// What is left; the other amount must not be greater.
    public Money minus(Money other) {
        if (!currency.equals(other.currency)) {
            throw new Invalid("items", "must have prices in one currency");
        }
        return new Money(amount - other.amount, currency);
    }

    public Money plus(Money other) {
        if (!currency.equals(other.currency)) {
            throw new Invalid("items", "must have prices in one currency");
        }
        return new Money(amount + other.amount, currency);
    }
}
