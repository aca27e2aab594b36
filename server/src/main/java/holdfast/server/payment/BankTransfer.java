package holdfast.server.payment;

import holdfast.Invalid;
import holdfast.server.booking.References;
import holdfast.server.catalog.Money;
import holdfast.server.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Payment by bank transfer: the customer gets the account and a reference, and the hold becomes a
/// booking when staff marks the amount as received. No bank is asked.
final class BankTransfer implements PaymentProvider {
    static final String NAME = "bankTransfer";
    private static final int USUAL_DAYS = 7;
    private static final int MOST_DAYS = 30;
    private static final int NAME_LENGTH = 70;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, Duration.ofDays(3650));
    }

    @Override
    public List<ProviderSetting> settings() {
        return List.of(
                new ProviderSetting("holder", false, true),
                new ProviderSetting("iban", false, true),
                new ProviderSetting("bic", false, false),
                new ProviderSetting("days", false, false));
    }

    /// A QR code for transfers (EPC069-12) is for euros, up to 999,999,999.99.
    @Override
    public Optional<String> complaint(Money amount) {
        return amount.currency().equals("EUR") && amount.amount() <= 99_999_999_999L
                ? Optional.empty() : Optional.of("A bank transfer must be in euros.");
    }

    @Override
    public ProviderClient connect(Map<String, String> settings) {
        String iban = settings.getOrDefault("iban", "").replace(" ", "").toUpperCase(Locale.ROOT);
        if (!isIban(iban)) {
            throw new Invalid("settings.iban", "must be an IBAN");
        }
        String holder = settings.getOrDefault("holder", "").strip();
        if (holder.isEmpty() || holder.length() > NAME_LENGTH) {
            throw new Invalid("settings.holder", "must have 1 to 70 characters");
        }
        String bic = settings.getOrDefault("bic", "").toUpperCase(Locale.ROOT);
        if (!bic.matches("|[A-Z0-9]{8}|[A-Z0-9]{11}")) {
            throw new Invalid("settings.bic", "must be a BIC");
        }
        return new Client(holder, iban, bic, days(settings.getOrDefault("days", "")));
    }

    private static int days(String text) {
        if (text.isEmpty()) {
            return USUAL_DAYS;
        }
        if (!text.matches("[0-9]{1,2}") || Integer.parseInt(text) < 1
                || Integer.parseInt(text) > MOST_DAYS) {
            throw new Invalid("settings.days", "must be from 1 to 30");
        }
        return Integer.parseInt(text);
    }

    /// The check digits (ISO 7064, modulo 97).
    static boolean isIban(String iban) {
        if (!iban.matches("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")) {
            return false;
        }
        StringBuilder digits = new StringBuilder();
        for (char each : (iban.substring(4) + iban.substring(0, 4)).toCharArray()) {
            digits.append(Character.digit(each, 36));
        }
        return new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).intValue() == 1;
    }

    private static final class Client extends ByHandClient {
        private final String holder;
        private final String iban;
        private final String bic;
        private final int days;

        Client(String holder, String iban, String bic, int days) {
            this.holder = holder;
            this.iban = iban;
            this.bic = bic;
            this.days = days;
        }

        @Override
        public Duration window() {
            return Duration.ofDays(days);
        }

        @Override
        public Answer<Opened> open(String key, Opening what) {
            String reference = References.of(what.payment());
            String amount = BigDecimal.valueOf(what.amount().amount(), 2).toPlainString();
            String next = Json.text(json -> json.put("kind", "transfer").put("holder", holder)
                    .put("iban", iban).put("bic", bic.isEmpty() ? Optional.empty()
                            : Optional.of(bic))
                    .put("reference", reference).object("amount", what.amount()::write)
                    .put("payload", payload(amount, reference)));
            return Answer.done(new Opened(reference, Optional.empty(), next, what.deadline()));
        }

        /// The text of the QR code: EPC069-12, version 2, with the reference as free text.
        private String payload(String amount, String reference) {
            return String.join("\n", "BCD", "002", "1", "SCT", bic, holder, iban, "EUR" + amount,
                    "", "", reference);
        }
    }
}
