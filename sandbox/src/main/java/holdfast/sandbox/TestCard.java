package holdfast.sandbox;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The test cards. Where Stripe has one for the purpose, number and name are Stripe's.
enum TestCard {
    SUCCEEDS("4242424242424242", "visa", null),
    MASTERCARD("5555555555554444", "mastercard", null),
    DECLINED("4000000000000002", "visa_chargeDeclined", Decline.GENERIC),
    INSUFFICIENT_FUNDS("4000000000009995", "visa_chargeDeclinedInsufficientFunds",
            Decline.INSUFFICIENT_FUNDS),
    EXPIRED("4000000000000069", "chargeDeclinedExpiredCard", Decline.EXPIRED),
    INCORRECT_CVC("4000000000000127", "chargeDeclinedIncorrectCvc", Decline.INCORRECT_CVC),
    PROCESSING_ERROR("4000000000000119", "chargeDeclinedProcessingError",
            Decline.PROCESSING_ERROR),
    NEEDS_CONFIRMATION("4000002500003155", "authenticationRequired", null),
    /// The bank takes some seconds to answer.
    SLOW("4000000000060006", "slow", null),
    /// The payment is made and the customer's browser hears nothing.
    LOST_REPLY("4000000000070005", "lostReply", null),
    REFUND_FAILS("4000000000005126", "refundFail", null),
    REFUND_PENDING("4000000000007726", "pendingRefund", null),
    DISPUTED("4000000000000259", "createDispute", null);

    /// Why a bank declines.
    enum Decline {
        GENERIC("card_declined", "generic_decline", "Your card was declined.", null),
        INSUFFICIENT_FUNDS("card_declined", "insufficient_funds",
                "Your card has insufficient funds.", null),
        EXPIRED("expired_card", null, "Your card has expired.", "exp_month"),
        INCORRECT_CVC("incorrect_cvc", null, "Your card's security code is incorrect.", "cvc"),
        PROCESSING_ERROR("processing_error", null,
                "An error occurred while processing your card. Try again in a little bit.", null),
        NOT_CONFIRMED("payment_intent_authentication_failure", null,
                "The bank did not confirm this payment. Choose another card or try again.", null);

        final String code;
        final @Nullable String declineCode;
        final String message;
        final @Nullable String param;

        Decline(String code, @Nullable String declineCode, String message,
                @Nullable String param) {
            this.code = code;
            this.declineCode = declineCode;
            this.message = message;
            this.param = param;
        }
    }

    final String number;
    private final String token;
    final @Nullable Decline decline;

    TestCard(String number, String token, @Nullable Decline decline) {
        this.number = number;
        this.token = token;
        this.decline = decline;
    }

    String last4() {
        return number.substring(12);
    }

    String brand() {
        return number.startsWith("5") ? "mastercard" : "visa";
    }

    /// By number, with or without spaces.
    static Optional<TestCard> ofNumber(String typed) {
        String digits = typed.replaceAll("[ -]", "");
        return Arrays.stream(values()).filter(card -> card.number.equals(digits)).findAny();
    }

    /// By the name of a payment method or token: `pm_card_visa`, `tok_visa`. Stripe's two ways of
    /// naming a card that is declined are both known.
    static Optional<TestCard> ofToken(String token) {
        String name = token.replaceFirst("^(pm_card_|tok_)", "");
        if (name.equals(token)) {
            return Optional.empty();
        }
        return Arrays.stream(values()).filter(card -> name.equals(card.token)
                || name.equals(card.token.replaceFirst("^visa_", ""))
                || name.equals("visa_" + card.token)).findAny();
    }
}
