package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.HoldfastReads;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Money;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import holdfast.server.web.Language;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// One booking: what it is, what was paid, its tickets, mails and history; cancel it, refund a
/// part, mark a transfer as received, send its mail again, forget its customer.
public final class BookingDesk implements DeskSection {
    private static final String ID = "/desk/bookings/{id}";

    private final HoldfastReads engine;

    BookingDesk(HoldfastReads engine) {
        this.engine = engine;
    }

    /// What the page shows.
    ///
    /// @param gone  the items that were cancelled
    /// @param notes what staff has noted about it
    /// @param may   what its reader may do
    public record View(
            Booking booking, Amounts money, List<Paid> payments, List<Line> gone,
            List<Line> mails, List<Line> notes, List<Line> history, May may, String problem) {}

    /// The booking itself.
    ///
    /// @param live    whether it is not cancelled
    /// @param begun   whether its first item has begun
    /// @param tickets how many tickets it has, in words; empty if none
    public record Booking(
            String id, boolean live, boolean begun, String name, String email, String phone,
            List<Item> items, String madeAt, String tickets) {
        /// The address of the customer's page.
        public String customer() {
            return CustomerPage.of(email);
        }
    }

    /// One item of it.
    public record Item(String what, String when, String price) {}

    /// Its amounts, in words; empty ones do not apply.
    public record Amounts(String total, String how, String owed, String refundDue) {}

    /// A payment of it.
    ///
    /// @param left     how much can still be refunded, as staff type it; empty if nothing
    /// @param currency of the amount
    /// @param waits    whether staff can mark it as received
    public record Paid(
            String id, String text, String status, List<String> refunds, String left,
            String currency, boolean waits) {}

    /// Something that happened.
    public record Line(String at, String text, String by) {}

    /// What the reader of the page may do.
    ///
    /// @param sell   cancel, refund, move, mail
    /// @param manage forget the customer
    public record May(boolean sell, boolean manage) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(ID, "deskBooking", "One booking.", DeskPlace.BOOKINGS, Permission.READ,
                        visit -> page(visit, 200, "")),
                desk.post(ID + "/refund", "refundDeskBooking", "Refund a part of a payment.",
                        DeskPlace.BOOKINGS, Permission.DESK, this::refund),
                desk.post(ID + "/received", "receiveDeskPayment",
                        "Mark a bank transfer as received.", DeskPlace.BOOKINGS,
                        Permission.DESK, this::received),
                desk.post(ID + "/mail", "mailDeskBooking", "Send its mail again.",
                        DeskPlace.BOOKINGS, Permission.DESK, this::mail),
                desk.post(ID + "/note", "noteOnDeskBooking", "Add a note to a booking.",
                        DeskPlace.BOOKINGS, Permission.DESK, this::note),
                desk.post(ID + "/no-show", "missDeskBooking",
                        "Mark that the customer did not come.", DeskPlace.BOOKINGS,
                        Permission.DESK, this::missed),
                desk.post(ID + "/forget", "forgetDeskBooking",
                        "Remove its customer's name and address for good.",
                        DeskPlace.BOOKINGS, Permission.MANAGE, this::forget),
                desk.get(ID + "/cancel", "cancelDeskBookingPage",
                        "What cancelling a booking does.", DeskPlace.BOOKINGS,
                        Permission.DESK, CancelPage::page),
                desk.post(ID + "/cancel", "cancelDeskBooking", "Cancel a booking.",
                        DeskPlace.BOOKINGS, Permission.DESK, CancelPage::cancel));
    }

    static String id(DeskVisit visit) {
        return visit.request().path("id");
    }

    static String path(String id) {
        return BookingList.PATH + "/" + id;
    }

    static DeskAnswer read(DeskVisit visit) {
        return visit.call(DeskCall.to("readBooking").with("id", id(visit)));
    }

    static Response missing(DeskVisit visit, DeskAnswer.Refused refused) {
        return visit.page(404, NoticePage.class, visit.say("desk.bookings.missing"),
                new NoticePage.View(refused.text(visit.language()), BookingList.PATH));
    }

    private Response page(DeskVisit visit, int status, String problem) {
        return switch (read(visit)) {
            case DeskAnswer.Refused refused -> missing(visit, refused);
            case DeskAnswer.Done done -> visit.page(status, BookingDesk.class,
                    title(visit, done.json()), view(visit, done.json(), problem));
        };
    }

    static String title(DeskVisit visit, JsonNode booking) {
        return visit.say("desk.booking.title", booking.path("reference").asText());
    }

    private View view(DeskVisit visit, JsonNode json, String problem) {
        Language language = visit.language();
        ZoneId zone = ApiText.zoneOf(json);
        String id = id(visit);
        List<JsonNode> history = ApiText.items(visit.call(
                DeskCall.to("readBookingHistory").with("id", id).asking("limit", "200")));
        int tickets = ApiText.items(visit.call(
                DeskCall.to("readBookingTickets").with("id", id))).size();
        return new View(
                new Booking(id, !json.path("status").asText().equals("cancelled"), begun(json),
                        json.path("customer").path("name").asText(),
                        json.path("customer").path("email").asText(),
                        json.path("customer").path("phone").asText(), items(language, json),
                        ApiText.moment(language, json.path("madeAt").asText(), zone),
                        tickets == 0 ? "" : language.count("desk.booking.tickets", tickets)),
                amounts(language, json), payments(visit, language), gone(language, json, zone),
                mails(visit, zone), BookingHistory.notes(language, history, zone),
                BookingHistory.lines(language, history, zone),
                new May(visit.may(Permission.DESK), visit.may(Permission.MANAGE)), problem);
    }

    private boolean begun(JsonNode json) {
        return ApiText.all(json.path("items")).stream()
                .map(item -> item.path("start")).filter(JsonNode::isTextual)
                .map(start -> OffsetDateTime.parse(start.asText()).toInstant())
                .anyMatch(start -> !start.isAfter(engine.now()));
    }

    static List<Item> items(Language language, JsonNode json) {
        return ApiText.all(json.path("items")).stream()
                .map(item -> new Item(ApiText.what(item), ApiText.when(language, item),
                        ApiText.money(language, item.path("price"))))
                .toList();
    }

    private static Amounts amounts(Language language, JsonNode json) {
        String method = json.path("payment").path("method").asText();
        String how = method.isEmpty() ? "" : language.say("desk.booking.paid." + method);
        String reference = json.path("payment").path("reference").asText();
        return new Amounts(ApiText.money(language, json.path("total")),
                reference.isEmpty() ? how : language.say("desk.booking.reference", how, reference),
                ApiText.money(language, json.path("owed")),
                ApiText.money(language, json.path("refundDue")));
    }

    private static List<Line> gone(Language language, JsonNode json, ZoneId zone) {
        return ApiText.all(json.path("cancelledItems")).stream()
                .map(each -> new Line(
                        ApiText.moment(language, each.path("at").asText(), zone),
                        language.say("desk.booking.gone", ApiText.what(each.path("item")),
                                ApiText.money(language, each.path("fee")),
                                ApiText.money(language, each.path("refund"))),
                        each.path("by").asText()))
                .toList();
    }

    private static List<JsonNode> paid(DeskVisit visit) {
        return ApiText.items(visit.call(DeskCall.to("listPayments")
                .asking("hold", id(visit)).asking("limit", "50"))).stream()
                .map(each -> visit.call(DeskCall.to("readPayment")
                        .with("id", each.path("id").asText())))
                .filter(DeskAnswer.Done.class::isInstance)
                .map(each -> ((DeskAnswer.Done) each).json()).toList();
    }

    /// How much of a payment can still be refunded.
    private static Optional<Money> left(JsonNode payment) {
        long left = payment.path("captured").path("amount").asLong()
                - payment.path("refunded").path("amount").asLong();
        return left > 0 ? Optional.of(
                new Money(left, payment.path("captured").path("currency").asText()))
                : Optional.empty();
    }

    private static List<Paid> payments(DeskVisit visit, Language language) {
        return paid(visit).stream().map(each -> new Paid(each.path("id").asText(),
                visit.say("desk.payment.text", ApiText.money(language, each.path("amount")),
                        provider(language, each)),
                visit.say("desk.payment." + each.path("status").asText()),
                ApiText.all(each.path("refunds")).stream()
                        .map(refund -> visit.say("desk.payment.refund",
                                language.money(new Money(refund.path("amount").asLong(),
                                        each.path("amount").path("currency").asText())),
                                visit.say("desk.refund." + refund.path("status").asText())))
                        .toList(),
                left(each).map(ApiText::plain).orElse(""),
                each.path("amount").path("currency").asText(),
                each.path("status").asText().equals("open")
                        && each.path("provider").asText().equals("bankTransfer")))
                .toList();
    }

    /// A provider by the name that staff know, such as a bank transfer.
    static String provider(Language language, JsonNode payment) {
        String provider = payment.path("provider").asText();
        return language.has("desk.provider." + provider)
                ? language.say("desk.provider." + provider) : provider;
    }

    private static List<Line> mails(DeskVisit visit, ZoneId zone) {
        return ApiText.items(visit.call(DeskCall.to("listMails").asking("booking", id(visit))))
                .stream().map(mail -> new Line(
                        ApiText.moment(visit.language(), mail.path("madeAt").asText(), zone),
                        visit.say("desk.mail.line",
                                visit.say("desk.mail." + mail.path("kind").asText()),
                                mail.path("recipient").asText(),
                                visit.say("desk.mail.state." + mail.path("state").asText())),
                        ""))
                .toList();
    }

    private Response note(DeskVisit visit) {
        String text = visit.form().first("text").orElse("");
        return after(visit, visit.call(DeskCall.to("addBookingNote").with("id", id(visit))
                .json(json -> json.put("text", text))), "noted");
    }

    private Response missed(DeskVisit visit) {
        boolean waived = visit.form().first("waive").isPresent();
        return after(visit, visit.call(DeskCall.to("markNoShow").with("id", id(visit))
                .json(json -> json.put("waiveFee", waived))), "missed");
    }

    /// Says what was done, or shows the booking again with what was refused.
    private Response after(DeskVisit visit, DeskAnswer answer, String word) {
        return switch (answer) {
            case DeskAnswer.Done _ -> visit.done(path(id(visit)), word);
            case DeskAnswer.Refused refused ->
                    page(visit, 400, refused.text(visit.language()));
        };
    }

    private Response refund(DeskVisit visit) {
        Form form = visit.form();
        Optional<Money> amount = ApiText.typed(
                form.first("amount").orElse(""), form.must("currency"));
        if (amount.isEmpty()) {
            return page(visit, 400, visit.say("desk.amount.wrong"));
        }
        return after(visit, visit.call(DeskCall.to("refundPayment")
                .with("id", form.must("payment")).once(form.must("nonce"))
                .json(json -> {
                    json.object("amount", amount.get()::write);
                    json.put("reason", form.first("reason"));
                })), "refunded");
    }

    private Response received(DeskVisit visit) {
        return after(visit, visit.call(DeskCall.to("receivePayment")
                .with("id", visit.form().must("payment"))), "received");
    }

    private Response mail(DeskVisit visit) {
        return after(visit, visit.call(DeskCall.to("sendMail").with("id", id(visit))
                .once(visit.form().must("nonce"))), "mailed");
    }

    private Response forget(DeskVisit visit) {
        if (visit.form().first("sure").isEmpty()) {
            return page(visit, 400, visit.say("desk.forget.unsure"));
        }
        return after(visit, visit.call(DeskCall.to("forget")
                .json(json -> json.put("booking", id(visit)))), "forgotten");
    }
}
