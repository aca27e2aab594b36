package holdfast.server.booking;

import holdfast.Hold;
import holdfast.Invalid;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.util.Optional;
import java.util.function.Function;

/// What a booking carries beside its claims: the customer's contact and the payment. It is stored
/// as the engine's note of the booking, in the transaction that confirms the hold.
public record BookingNote(Contact contact, Optional<Payment> payment, String by) {
    private static final int LONGEST_NOTE = 4_000;

    /// The note of the hold's booking. The reference and the contact come first in it.
    ///
    /// @param sold what was sold and for how much; left out where the note would become too long
    String note(String hold, Optional<SoldPrices> sold) {
        String note = Json.text(json -> {
            json.put("reference", References.of(hold));
            json.object("customer", contact::write);
            payment.ifPresent(each -> json.object("payment", each::write));
            json.put("by", by);
            sold.ifPresent(each -> each.write(json));
        });
        return sold.isPresent() && note.length() > LONGEST_NOTE
                ? note(hold, Optional.empty()) : note;
    }

    /// Parts of the note that cannot be read are left out.
    public static Optional<BookingNote> of(Hold hold) {
        return hold.basket().notes().booking().map(note -> new BookingNote(
                read(note, fields -> fields.maybeObject("customer").map(Contact::read))
                        .orElse(Contact.NONE),
                read(note, fields -> fields.maybeObject("payment").map(Payment::read)),
                read(note, fields -> fields.maybeText("by")).orElse("")));
    }

    /// A booking's note without the person who booked. It keeps what was sold, how it was paid and
    /// who sold it; every other field is left out, also one that is not known here.
    static String withoutPerson(String note) {
        return Json.text(json -> {
            read(note, fields -> fields.maybeText("reference"))
                    .ifPresent(reference -> json.put("reference", reference));
            json.object("customer", Contact.NONE::write);
            read(note, fields -> fields.maybeObject("payment").map(Payment::read))
                    .ifPresent(payment -> json.object("payment", payment::write));
            json.put("by", read(note, fields -> fields.maybeText("by")));
            sold(note).ifPresent(sold -> sold.write(json));
        });
    }

    static Optional<SoldPrices> sold(String note) {
        return read(note, SoldPrices::read);
    }

    private static <T> Optional<T> read(String note, Function<Fields, Optional<T>> part) {
        try {
            return part.apply(Json.read(note));
        } catch (Invalid unreadable) {
            return Optional.empty();
        }
    }
}
