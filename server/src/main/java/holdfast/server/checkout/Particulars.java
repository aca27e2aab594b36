package holdfast.server.checkout;

import holdfast.Hold;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.util.Optional;

/// What a booking carries beside its claims: who booked and how it is paid. It is the engine's note
/// of the booking, written in the same transaction that makes it one.
public record Particulars(Contact contact, Optional<Payment> payment, String by) {

    /// The note of the hold's booking. Bookings are found by the first things in it.
    public String note(String hold) {
        return Json.text(json -> {
            json.put("reference", References.of(hold));
            json.object("customer", contact::write);
            payment.ifPresent(each -> json.object("payment", each::write));
            json.put("by", by);
        });
    }

    public static Optional<Particulars> of(Hold hold) {
        return hold.basket().notes().booking().map(note -> {
            Fields fields = Json.read(note);
            return new Particulars(Contact.read(fields.object("customer")),
                    fields.maybeObject("payment").map(Payment::read),
                    fields.maybeText("by").orElse(""));
        });
    }
}
