package holdfast.server.booking;

import holdfast.Hold;
import holdfast.Invalid;
import holdfast.server.catalog.Money;
import java.util.Optional;

/// The price difference of an exchange, and how it is settled. For a paid booking, a customer pays
/// a higher price before the exchange. For a booking to be paid at the venue, the difference is
/// paid there too, and the booking records it. Staff may let it be owed, or waive it.
///
/// @param fee what changing it costs. It is owed, and paid later
public record PriceDifference(
        Hold booking, Optional<Money> before, Optional<Money> after, Optional<Money> fee) {

    /// How the difference is paid.
    ///
    /// @param waived whether staff waive it
    /// @param customer whether the request comes from a customer, who cannot owe anything
    public record PaymentOffer(Optional<Payment> payment, boolean waived, boolean customer) {}

    /// The result of settling.
    public sealed interface Result {
        /// It is settled.
        ///
        /// @param note the hold's note from then on
        /// @param reason for the audit trail
        record Settled(String note, Optional<String> reason) implements Result {}

        record Owed(Money owed) implements Result {}

        record Declined(String why) implements Result {}
    }

    public static PriceDifference of(
            Hold booking, PriceSummary had, ClaimMapper.Result.Ready ready,
            Optional<Money> fee) {
        return new PriceDifference(booking, had.due(), ready.due().map(Price::most), fee);
    }

    /// How much more it costs, less what was paid already.
    public Optional<Money> owed() {
        Balance then = balance();
        long more = amount(after) - amount(before);
        boolean onSite = Balance.isOnSite(booking);
        long much = onSite ? more : Math.min(more, then.amount());
        return much > 0 ? Optional.of(new Money(much, currency())) : Optional.empty();
    }

    private static long amount(Optional<Money> money) {
        return money.map(Money::amount).orElse(0L);
    }

    private String currency() {
        if (before.isPresent() && after.isPresent() && before.get().amount() > 0
                && after.get().amount() > 0
                && !before.get().currency().equals(after.get().currency())) {
            throw new Invalid("items", "must have their prices in "
                    + before.get().currency() + ", as the booking has");
        }
        return after.filter(money -> money.amount() > 0).or(() -> before)
                .map(Money::currency).orElse("");
    }

    /// The balance after the exchange if nothing is paid. A price to be paid on site is owed as a
    /// whole.
    private Balance balance() {
        Balance noted = Balance.noted(booking);
        return Balance.isOnSite(booking) ? noted
                : noted.plus(amount(after) - amount(before), currency());
    }

    public Result settle(PaymentOffer paying, String note) {
        Optional<Money> owed = owed();
        Balance then = balance();
        if (owed.isEmpty()) {
            return new Result.Settled(noted(then, note), Optional.empty());
        }
        Money much = owed.get();
        if (paying.waived()) {
            return settled(then, much, note, "waived");
        }
        return switch (paying.payment().orElse(null)) {
            case null -> paying.customer() && !payable() ? new Result.Owed(much)
                    : new Result.Settled(noted(then, note), Optional.of(text(much) + " owed"));
            case Payment.OnSite later -> paying.customer() && !payable()
                    ? new Result.Owed(much)
                    : new Result.Settled(noted(then, note),
                            Optional.of(text(much) + " to be paid on site"));
            case Payment.External paid -> paid.amount().currency().equals(much.currency())
                    && paid.amount().amount() >= much.amount()
                            ? settled(then, paid.amount(), note, "paid: " + paid.reference())
                            : new Result.Owed(much);
            case Payment.Online _ -> new Result.Owed(much);
            case Payment.Practice card -> card.approved()
                    ? settled(then, much, note, "paid by the practice card")
                    : new Result.Declined("The card was declined.");
        };
    }

    /// Whether it is to be paid on site, or has no known payment.
    private boolean payable() {
        return Balance.isOnSite(booking) || BookingNote.of(booking)
                .flatMap(BookingNote::payment).isEmpty();
    }

    private Result settled(Balance then, Money much, String note, String how) {
        return new Result.Settled(noted(then.plus(-much.amount(), much.currency()), note),
                Optional.of(text(much) + " " + how));
    }

    /// The hold's note, with the fee on the balance.
    private String noted(Balance then, String note) {
        return (fee.isEmpty() ? then
                : then.plus(fee.get().amount(), fee.get().currency())).onto(note);
    }

    private static String text(Money money) {
        return money.amount() + " " + money.currency();
    }
}
