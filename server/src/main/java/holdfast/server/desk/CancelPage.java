package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import holdfast.server.catalog.Money;
import holdfast.server.http.Response;
import holdfast.server.json.Json;
import holdfast.server.web.Form;
import java.util.List;
import java.util.Optional;

/// What cancelling a booking or one item of it gives back, before it is done.
public final class CancelPage {
    private static final String ITEM = "item";
    private static final int ALL = -1;

    private CancelPage() {}

    /// What the page shows.
    ///
    /// @param items    what is cancelled
    /// @param item     the number of the item that is cancelled alone; -1 for the whole booking
    /// @param version  of the booking
    /// @param override whether the shop's rules refused it, which staff may override
    public record View(
            String id, String name, List<BookingDesk.Item> items, int item, String version,
            Back back, String problem, boolean override) {
        public boolean whole() {
            return item == ALL;
        }
    }

    /// The money, in words; empty ones do not apply.
    ///
    /// @param fee    what the shop keeps or asks for by its rules
    /// @param due    what of the fee is not paid yet
    /// @param owed   what is still to be paid for the other items
    /// @param byHand whether the box office took the money, and gives it back
    /// @param seen   the fee in the currency's smallest unit
    public record Back(
            String refund, String fee, String due, String owed, boolean byHand, long seen,
            String currency) {}

    static Response page(DeskVisit visit) {
        return page(visit, 200, visit.request().query(ITEM).flatMap(CancelPage::number),
                Optional.empty());
    }

    private static Optional<Integer> number(String text) {
        return text.matches("[0-9]{1,2}") ? Optional.of(Integer.valueOf(text))
                : Optional.empty();
    }

    private static Response page(DeskVisit visit, int status, Optional<Integer> item,
            Optional<DeskAnswer.Refused> refused) {
        return switch (BookingDesk.read(visit)) {
            case DeskAnswer.Refused missing -> BookingDesk.missing(visit, missing);
            case DeskAnswer.Done done -> {
                JsonNode booking = done.json();
                int at = item.filter(each -> booking.path("items").has(each)
                        && booking.path("items").size() > 1).orElse(ALL);
                yield visit.page(status, CancelPage.class, visit.say(
                        at == ALL ? "desk.cancelling.title" : "desk.cancelling.item.title",
                        booking.path("reference").asText()), view(visit, booking, at, refused));
            }
        };
    }

    private static View view(DeskVisit visit, JsonNode booking, int item,
            Optional<DeskAnswer.Refused> refused) {
        JsonNode all = visit.call(DeskCall.to("quoteCancellation").with("id",
                BookingDesk.id(visit))) instanceof DeskAnswer.Done done ? done.json()
                        : MissingNode.getInstance();
        JsonNode quote = item == ALL ? all : ApiText.all(all.path("items")).stream()
                .filter(each -> each.path(ITEM).asInt() == item).findFirst()
                .orElse(MissingNode.getInstance());
        List<BookingDesk.Item> items = BookingDesk.items(visit.language(), booking);
        return new View(BookingDesk.id(visit), booking.path("customer").path("name").asText(),
                item == ALL ? items : List.of(items.get(item)), item,
                booking.path("version").asText(),
                new Back(money(visit, quote, "refund"), money(visit, quote, "fee"),
                        money(visit, quote, "due"), money(visit, quote, "owed"),
                        booking.path("payment").path("method").asText().equals("external"),
                        quote.path("fee").path("amount").asLong(),
                        quote.path("refund").path("currency").asText()),
                refused.map(each -> each.text(visit.language())).orElse(""),
                refused.filter(each -> each.outcome().equals("againstTheRules")).isPresent());
    }

    private static String money(DeskVisit visit, JsonNode quote, String field) {
        return ApiText.money(quote.path(field)).filter(each -> each.amount() > 0)
                .map(visit.language()::money).orElse("");
    }

    static Response cancel(DeskVisit visit) {
        Form form = visit.form();
        Optional<Integer> item = form.first(ITEM).flatMap(CancelPage::number);
        Optional<Money> refund = form.first("refund").flatMap(
                text -> ApiText.typed(text, form.must("currency")));
        if (form.first("refund").isPresent() && refund.isEmpty()) {
            return page(visit, 400, item, Optional.of(new DeskAnswer.Refused("amount", "refund",
                    visit.say("desk.amount.wrong"), MissingNode.getInstance())));
        }
        return switch (visit.call(item.map(at -> itemCall(visit, form, at))
                .orElseGet(() -> wholeCall(visit, form, refund)))) {
            case DeskAnswer.Done _ -> visit.done(BookingDesk.path(BookingDesk.id(visit)),
                    item.isPresent() ? "itemCancelled" : "cancelled");
            case DeskAnswer.Refused refused -> page(visit, 409, item, Optional.of(refused));
        };
    }

    private static DeskCall wholeCall(DeskVisit visit, Form form, Optional<Money> refund) {
        return DeskCall.to("cancelBooking").with("id", BookingDesk.id(visit))
                .once(form.must("nonce")).json(json -> {
                    asked(json, form);
                    refund.ifPresentOrElse(amount -> json.object("refund", amount::write),
                            () -> seenFee(form).ifPresent(
                                    fee -> json.object("fee", fee::write)));
                });
    }

    private static DeskCall itemCall(DeskVisit visit, Form form, int item) {
        return DeskCall.to("cancelBookingItem").with("id", BookingDesk.id(visit))
                .version(form.must("version")).once(form.must("nonce")).json(json -> {
                    json.put(ITEM, item);
                    asked(json, form);
                    if (form.first("waive").isPresent()) {
                        json.put("waiveFee", true);
                    } else {
                        seenFee(form).ifPresent(fee -> json.object("fee", fee::write));
                    }
                });
    }

    private static void asked(Json json, Form form) {
        json.put("reason", form.first("reason"))
                .put("override", form.first("override").isPresent());
    }

    /// The fee that the page showed; another one is refused.
    private static Optional<Money> seenFee(Form form) {
        return form.first("currency").map(
                currency -> new Money(form.number("fee", 0, 999_999_999), currency));
    }
}
