package holdfast.server.booking;

import holdfast.Hold;
import holdfast.Invalid;
import holdfast.server.catalog.Money;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What exchanges of a booking left to be paid; negative where a refund is due. The hold's note
/// keeps it after the stamps, as in `balance=-2500EUR`.
public record Balance(long amount, String currency) {
    private static final Pattern WORD =
            Pattern.compile("(?:.* )?balance=(-?[0-9]{1,13})([A-Z]{3})");
    private static final Balance NONE = new Balance(0, "");

    static Balance noted(Hold hold) {
        Matcher word = WORD.matcher(hold.basket().notes().hold().orElse(""));
        return word.matches()
                ? new Balance(Long.parseLong(word.group(1)), word.group(2)) : NONE;
    }

    String onto(String note) {
        return amount == 0 ? note : note + " balance=" + amount + currency;
    }

    /// A booking's balance. What is to be paid on site is owed until then, and what a deposit has
    /// left.
    public static Balance of(Hold booking, Optional<Money> total) {
        Balance noted = noted(booking);
        if (total.isEmpty()) {
            return noted;
        }
        return noted.plus(isOnSite(booking) ? total.get().amount()
                : rest(booking, total.get().amount() - noted.amount), total.get().currency());
    }

    /// @param price what it costs, where that was not recorded when it was booked
    private static long rest(Hold booking, long price) {
        Optional<Money> paid = BookingNote.of(booking).flatMap(BookingNote::payment)
                .flatMap(payment -> payment instanceof Payment.Online online ? online.amount()
                        : Optional.empty());
        long then = booking.basket().notes().booking().flatMap(BookingNote::sold)
                .flatMap(sold -> sold.total().map(all -> all.amount() - sold.lines().stream()
                        .filter(stamp -> ReductionPools.isCard(stamp.id()))
                        .flatMap(stamp -> stamp.price().stream()).mapToLong(Money::amount).sum()))
                .orElse(price);
        return paid.map(part -> Math.max(0, then - part.amount())).orElse(0L);
    }

    /// Whether it is to be paid on site.
    public static boolean isOnSite(Hold booking) {
        return BookingNote.of(booking).flatMap(BookingNote::payment)
                .filter(payment -> payment instanceof Payment.OnSite).isPresent();
    }

    /// The same and so much more.
    public Balance plus(long more, String other) {
        if (more == 0) {
            return this;
        }
        if (amount != 0 && !currency.equals(other)) {
            throw new Invalid("items", "must have their prices in " + currency
                    + ", in which the booking was paid");
        }
        return new Balance(amount + more, other);
    }

    public Optional<Money> owed() {
        return money(amount);
    }

    public Optional<Money> refundDue() {
        return money(-amount);
    }

    private Optional<Money> money(long much) {
        return much > 0 && much <= Money.MOST
                ? Optional.of(new Money(much, currency)) : Optional.empty();
    }
}
