package holdfast.sandbox;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Stripe's rules for amounts. An amount is a whole number of the smallest unit that Stripe knows,
/// which for some currencies is not that of ISO 4217.
final class StripeAmounts {
    private static final Set<String> NO_DECIMALS = Set.of("bif", "clp", "djf", "gnf", "jpy", "kmf",
            "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf");
    private static final Set<String> THREE_DECIMALS = Set.of("bhd", "jod", "kwd", "omr", "tnd");
    /// Without decimals in the world, sent with two that must be zero.
    private static final Set<String> WHOLE = Set.of("isk", "ugx");
    private static final long LARGEST = 99_999_999;
    private static final Map<String, Long> SMALLEST = Map.ofEntries(Map.entry("dkk", 250L),
            Map.entry("gbp", 30L), Map.entry("hkd", 400L), Map.entry("mxn", 1000L),
            Map.entry("nok", 300L), Map.entry("sek", 300L), Map.entry("czk", 1500L),
            Map.entry("huf", 17500L), Map.entry("pln", 200L), Map.entry("ron", 200L));

    private StripeAmounts() {}

    static String checked(String currency, String param) {
        String lower = currency.toLowerCase(Locale.ROOT);
        try {
            if (Currency.getInstance(lower.toUpperCase(Locale.ROOT))
                    .getDefaultFractionDigits() >= 0) {
                return lower;
            }
        } catch (IllegalArgumentException unknown) {
            // Falls through to the refusal below.
        }
        throw StripeErrorException.invalid(null, "Invalid currency: " + lower + ".", param);
    }

    /// Refuses what cannot be the amount of a charge.
    static void checkCharged(long amount, String currency, String param) {
        checkPositive(amount, param);
        if (amount > LARGEST) {
            throw StripeErrorException.invalid("amount_too_large",
                    "Amount must be no more than " + text(LARGEST, currency, Locale.ENGLISH),
                    param);
        }
        divisible(amount, currency, param);
        checkSmallest(amount, currency, param);
    }

    static void checkPositive(long amount, String param) {
        if (amount < 1) {
            throw StripeErrorException.invalid("parameter_invalid_integer",
                    "This value must be greater than or equal to 1.", param);
        }
    }

    static void checkSmallest(long amount, String currency, @Nullable String param) {
        long smallest = SMALLEST.getOrDefault(currency,
                THREE_DECIMALS.contains(currency) ? 500L : 50L);
        if (amount < smallest) {
            throw StripeErrorException.invalid("amount_too_small",
                    "Amount must be at least " + text(smallest, currency, Locale.ENGLISH), param);
        }
    }

    static void divisible(long amount, String currency, String param) {
        int unit = THREE_DECIMALS.contains(currency) ? 10 : WHOLE.contains(currency) ? 100 : 1;
        if (amount % unit != 0) {
            throw StripeErrorException.invalid("parameter_invalid_integer",
                    "Amounts in " + currency + " must be divisible by " + unit + ".", param);
        }
    }

    static int decimals(String currency) {
        return NO_DECIMALS.contains(currency) ? 0 : THREE_DECIMALS.contains(currency) ? 3 : 2;
    }

    static String text(long amount, String currency, Locale locale) {
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(Currency.getInstance(currency.toUpperCase(Locale.ROOT)));
        int shown = WHOLE.contains(currency) ? 0 : decimals(currency);
        format.setMinimumFractionDigits(shown);
        format.setMaximumFractionDigits(shown);
        return format.format(BigDecimal.valueOf(amount, decimals(currency)));
    }
}
