package holdfast.server.booking;

import holdfast.Invalid;
import holdfast.server.catalog.Money;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.util.Optional;

/// How a booking is paid: on site, by a payment that a caller reports, by a payment of this server,
/// or by a practice payment.
public sealed interface Payment {

    /// Paid when the customer comes.
    record OnSite() implements Payment {}

    /// Paid elsewhere: the payment's reference and the amount. Only staff and secret keys may
    /// report it.
    record External(String reference, Money amount) implements Payment {}

    /// A test card that is always approved or always declined.
    record Practice(boolean approved) implements Payment {}

    /// Paid through a payment of this server, whose amount was reserved or charged before.
    ///
    /// @param amount what was paid; empty in a request, which only names the payment
    record Online(String payment, Optional<Money> amount) implements Payment {}

    static Payment read(Fields fields) {
        String method = fields.text("method", 20);
        Payment payment = switch (method) {
            case "onSite" -> new OnSite();
            case "external" -> new External(
                    fields.text("reference", 200), Money.read(fields.object("amount")));
            case "practice" -> new Practice(practised(fields));
            case "online" -> new Online(
                    fields.text("payment", 200), fields.maybeObject("amount").map(Money::read));
            default -> throw new Invalid(
                    fields.name("method"), "must be onSite, external, online or practice");
        };
        fields.done();
        return payment;
    }

    private static boolean practised(Fields fields) {
        String card = fields.text("card", 20);
        if (!card.equals("approved") && !card.equals("declined")) {
            throw new Invalid(fields.name("card"), "must be approved or declined");
        }
        return card.equals("approved");
    }

    /// Why it does not pay this total; empty if it does.
    default Optional<String> shortfall(Optional<Money> total) {
        return switch (this) {
            case OnSite later -> Optional.empty();
            case External paid -> total.map(paid.amount()::equals)
                    .orElse(paid.amount().amount() == 0) ? Optional.empty()
                            : Optional.of("The amount paid is not the total of the hold.");
            case Online paid -> paid.amount().isPresent() && paid.amount().equals(total)
                    ? Optional.empty()
                    : Optional.of("The amount paid is not the total of the hold.");
            case Practice card -> card.approved() ? Optional.empty()
                    : Optional.of("The card was declined.");
        };
    }

    default void write(Json json) {
        switch (this) {
            case OnSite later -> json.put("method", "onSite");
            case External paid -> json.put("method", "external")
                    .put("reference", paid.reference()).object("amount", paid.amount()::write);
            case Online paid -> {
                json.put("method", "online").put("payment", paid.payment());
                paid.amount().ifPresent(amount -> json.object("amount", amount::write));
            }
            case Practice card -> json.put("method", "practice")
                    .put("card", card.approved() ? "approved" : "declined");
        }
    }
}
