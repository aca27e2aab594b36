package holdfast.server.storefront;

import holdfast.Invalid;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.Contact;
import holdfast.server.booking.Payment;
import holdfast.server.web.Form;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The checkout page: the customer's contact and the payment.
public final class CheckoutPage {
    private static final Pattern MAIL = Pattern.compile("[^@\\s<>]+@[^@\\s<>]+\\.[^@\\s<>]+");

    private CheckoutPage() {}

    /// The page's data.
    ///
    /// @param entered the values typed so far, which a refused form shows again
    /// @param wrong  the errors by field
    /// @param failed why the payment failed
    /// @param practice whether the practice card is accepted
    public record View(
            ItemLines.Sum sum, Map<String, String> entered, Map<String, String> wrong,
            String failed,
            boolean practice) {

        public String of(String field) {
            return entered.getOrDefault(field, "");
        }

        public String complaint(String field) {
            return wrong.getOrDefault(field, "");
        }
    }

    static Map<String, String> entered(Form form) {
        Map<String, String> entered = new LinkedHashMap<>();
        for (String field : new String[] {"name", "email", "phone", "payment"}) {
            form.first(field).ifPresent(value -> entered.put(field, value));
        }
        return entered;
    }

    static Map<String, String> complaints(Visitor visitor, Form form) {
        Map<String, String> wrong = new LinkedHashMap<>();
        if (form.first("name").filter(name -> name.length() <= 200).isEmpty()) {
            wrong.put("name", visitor.say("checkout.name.missing"));
        }
        if (form.first("email").filter(mail -> mail.length() <= 200
                && MAIL.matcher(mail).matches()).isEmpty()) {
            wrong.put("email", visitor.say("checkout.email.wrong"));
        }
        if (form.first("phone").filter(phone -> phone.length() > 60).isPresent()) {
            wrong.put("phone", visitor.say("checkout.phone.wrong"));
        }
        return wrong;
    }

    static BookingNote particulars(Visitor visitor, Form form, boolean practice) {
        String method = form.first("payment").orElse("onSite");
        boolean card = practice && (method.equals("approved") || method.equals("declined"));
        if (!card && !method.equals("onSite")) {
            throw new Invalid("payment", "must be one of the form's");
        }
        Payment payment = card ? new Payment.Practice(method.equals("approved"))
                : new Payment.OnSite();
        return new BookingNote(new Contact(form.first("name"), form.first("email"),
                form.first("phone"), Optional.of(visitor.language().word())),
                Optional.of(payment), "counter");
    }
}
