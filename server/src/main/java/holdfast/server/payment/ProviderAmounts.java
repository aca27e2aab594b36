package holdfast.server.payment;

import holdfast.server.catalog.Money;
import java.util.Optional;
import java.util.Set;

/// Stripe's units of a currency. They are the smallest units, with these exceptions.
final class ProviderAmounts {
    /// Without decimals for shoppers, but sent as multiples of 100.
    private static final Set<String> TIMES_HUNDRED = Set.of("ISK", "UGX");
    /// With decimals in ISO 4217, and sent without them.
    private static final Set<String> WHOLE = Set.of("MGA");
    /// With three decimals, of which the last must be 0.
    private static final Set<String> THREE = Set.of("BHD", "JOD", "KWD", "OMR", "TND");
    private static final int HUNDRED = 100;
    private static final int TEN = 10;
    private static final long MOST = 99_999_999;

    private ProviderAmounts() {}

    static Optional<String> complaint(Money amount) {
        boolean whole = WHOLE.contains(amount.currency()) && amount.amount() % HUNDRED != 0;
        boolean tenth = THREE.contains(amount.currency()) && amount.amount() % TEN != 0;
        if (whole || tenth) {
            return Optional.of("Such a small part of the currency cannot be charged.");
        }
        return units(amount) > MOST ? Optional.of("The amount is too high for one payment.")
                : Optional.empty();
    }

    static long units(Money amount) {
        return TIMES_HUNDRED.contains(amount.currency()) ? amount.amount() * HUNDRED
                : WHOLE.contains(amount.currency()) ? amount.amount() / HUNDRED : amount.amount();
    }

    static long amount(long units, String currency) {
        return TIMES_HUNDRED.contains(currency) ? units / HUNDRED
                : WHOLE.contains(currency) ? units * HUNDRED : units;
    }
}
