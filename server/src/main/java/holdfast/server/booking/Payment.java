package holdfast.server.booking;

import holdfast.Invalid;
import holdfast.server.catalog.Money;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.util.Optional;

/// How a booking is paid. No money moves here yet: it is paid at the place, or somebody else took
/// it and says so, or it is practice.
public sealed interface Payment {

    /// Paid when the customer comes.
    record OnSite() implements Payment {}

    /// Paid elsewhere: whose word that is, and how much. Only staff and secret keys are believed.
    record External(String reference, Money amount) implements Payment {}

    /// A card that is always good or always declined, to try things with.
    record Practice(boolean approved) implements Payment {}

    static Payment read(Fields fields) {
        String method = fields.text("method", 20);
        Payment payment = switch (method) {
            case "onSite" -> new OnSite();
            case "external" -> new External(
                    fields.text("reference", 200), Money.read(fields.object("amount")));
            case "practice" -> new Practice(practised(fields));
            default -> throw new Invalid(
                    fields.name("method"), "must be onSite, external or practice");
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

    /// Why it does not pay this total, if it does not.
    default Optional<String> shortfall(Optional<Money> total) {
        return switch (this) {
            case OnSite later -> Optional.empty();
            case External paid -> total.map(paid.amount()::equals)
                    .orElse(paid.amount().amount() == 0) ? Optional.empty()
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
            case Practice card -> json.put("method", "practice")
                    .put("card", card.approved() ? "approved" : "declined");
        }
    }
}
