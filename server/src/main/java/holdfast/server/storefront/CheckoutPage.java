package holdfast.server.storefront;

import holdfast.Invalid;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.Contact;
import holdfast.server.booking.Payment;
import holdfast.server.web.Form;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The checkout page: the customer's contact and the way to pay.
public final class CheckoutPage {
    static final String TRANSFER = "bankTransfer";
    private static final String SANDBOX = "sandbox";
    static final String ON_SITE = "onSite";
    private static final String APPROVED = "approved";
    private static final String DECLINED = "declined";
    private static final Pattern MAIL = Pattern.compile("[^@\\s<>]+@[^@\\s<>]+\\.[^@\\s<>]+");

    private static final Pattern PHONE = Pattern.compile("(\\d\\D*){3}");

    private CheckoutPage() {}

    /// The page's data.
    ///
    /// @param entered the values typed so far, which a refused form shows again
    /// @param wrong   the errors by field
    /// @param failed  why the payment failed
    /// @param free    whether there is nothing to pay
    /// @param options the ways to pay; none for what is free, or where none is offered
    /// @param terms   until when the booking can be cancelled and changed, and what that costs
    /// @param seller  who sells
    public record View(
            ItemLines.Sum sum, Map<String, String> entered, Map<String, String> wrong,
            String failed, boolean free, List<Option> options, List<String> terms,
            String seller, Deposit deposit) {

        /// What the button says that is paid.
        public String due() {
            return deposit.now().isEmpty() ? sum.summary().due() : deposit.now();
        }

        public String of(String field) {
            return entered.getOrDefault(field, "");
        }

        public String complaint(String field) {
            return wrong.getOrDefault(field, "");
        }

        /// Whether a field is the first one to correct, where typing continues.
        public boolean isFirst(String field) {
            return wrong.keySet().stream().findFirst().filter(field::equals).isPresent();
        }

        public boolean bookable() {
            return free || !options.isEmpty();
        }

        public boolean isChosen(Option option) {
            String chosen = of("payment");
            return options.stream().anyMatch(each -> each.value().equals(chosen))
                    ? option.value().equals(chosen) : option.equals(options.getFirst());
        }
    }

    /// What is paid now, and what is said about the rest; both are empty if all is paid at once.
    public record Deposit(String now, String rest) {
        static final Deposit NONE = new Deposit("", "");
    }

    /// A way to pay.
    ///
    /// @param value  the form's value: a provider's name, or `onSite`
    /// @param button what the button says when it is chosen
    public record Option(String value, String title, String note, String button) {
        /// The class of the button's text, which a style sheet shows for the chosen option.
        public String kind() {
            return switch (value) {
                case ON_SITE -> "by-on-site";
                case TRANSFER -> "by-transfer";
                case APPROVED, DECLINED -> "by-practice";
                default -> "by-card";
            };
        }
    }

    /// The ways to pay, those online first.
    ///
    /// @param offered  the providers and how long a payment with them may take
    /// @param onSite   whether customers can pay at the venue
    /// @param practice whether the practice card is accepted; beside a provider it is not shown
    static List<Option> options(
            Visitor visitor, Map<String, Duration> offered, boolean onSite, boolean practice,
            String total) {
        List<Option> options = new ArrayList<>();
        offered.forEach((name, window) -> {
            if (!name.equals(TRANSFER)) {
                String key = title(name);
                options.add(new Option(name, visitor.say(key), visitor.say(key + ".note"),
                        visitor.say("checkout.book.card", total)));
            }
        });
        if (offered.containsKey(TRANSFER)) {
            options.add(new Option(TRANSFER, visitor.say("checkout.transfer"),
                    visitor.language().count("checkout.transfer.note",
                            offered.get(TRANSFER).toDays()),
                    visitor.say("checkout.book.transfer", total)));
        }
        if (onSite) {
            options.add(new Option(ON_SITE, visitor.say("checkout.onSite"),
                    visitor.say("checkout.onSite.note"),
                    visitor.say("checkout.book.onSite", total)));
        }
        if (practice && offered.isEmpty()) {
            for (String card : List.of(APPROVED, DECLINED)) {
                String key = "checkout." + (card.equals(APPROVED) ? APPROVED : "declining");
                options.add(new Option(card, visitor.say(key), visitor.say(key + ".note"),
                        visitor.say("checkout.book", total)));
            }
        }
        return options;
    }

    /// The key of the name of paying by card with this provider.
    static String title(String provider) {
        return provider.equals(SANDBOX) ? "checkout.sandbox" : "checkout.card";
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
        if (form.first("phone").filter(phone -> phone.length() > 60 || !PHONE.matcher(phone).find())
                .isPresent()) {
            wrong.put("phone", visitor.say("checkout.phone.wrong"));
        }
        return wrong;
    }

    static Contact contact(Visitor visitor, Form form) {
        return new Contact(form.first("name"), form.first("email"), form.first("phone"),
                Optional.of(visitor.language().word()));
    }

    /// What is booked without a provider.
    ///
    /// @param paid whether codes and gift cards have left nothing to be paid
    static BookingNote particulars(
            Visitor visitor, Form form, boolean practice, boolean paid) {
        if (paid) {
            return new BookingNote(contact(visitor, form), Optional.empty(), "counter");
        }
        String method = form.first("payment").orElse(ON_SITE);
        boolean card = practice && (method.equals(APPROVED) || method.equals(DECLINED));
        if (!card && !method.equals(ON_SITE)) {
            throw new Invalid("payment", "must be one of the form's");
        }
        Payment payment = card ? new Payment.Practice(method.equals(APPROVED))
                : new Payment.OnSite();
        return new BookingNote(contact(visitor, form), Optional.of(payment), "counter");
    }
}
