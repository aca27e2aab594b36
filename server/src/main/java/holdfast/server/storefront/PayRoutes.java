package holdfast.server.storefront;

import holdfast.Hold;
import holdfast.server.booking.BookingNote;
import holdfast.server.http.Problem;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.payment.PaymentRow;
import holdfast.server.payment.Payments;
import holdfast.server.web.Form;
import holdfast.server.web.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The routes of a payment, for a visitor with its link: the page to which a provider sends the
/// customer back, and what the customer may do there. What is shown is what the provider says.
final class PayRoutes {
    private final Storefront storefront;
    private final Payments payments;
    private final VisitorBaskets baskets;
    private final ProblemPage trouble;
    private final PayPage page;

    PayRoutes(Storefront storefront, Payments payments, VisitorBaskets baskets,
            ProblemPage trouble, PayPage page) {
        this.storefront = storefront;
        this.payments = payments;
        this.baskets = baskets;
        this.trouble = trouble;
        this.page = page;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(storefront.get("/pay/{id}", "payPage", "The payment of a hold.",
                visitor -> show(visitor, visitor.request().query("word").orElse(""))));
        routes.addAll(storefront.post("/pay/{id}/other", "payInAnotherWay",
                "Close a payment that is not paid, and keep the hold.",
                (visitor, form) -> leave(visitor, form, true)));
        routes.addAll(storefront.post("/pay/{id}/cancel", "payNoMore",
                "Close a payment that is not paid, and cancel the hold.",
                (visitor, form) -> leave(visitor, form, false)));
        routes.addAll(storefront.post("/pay/{id}/again", "holdUnpaidAgain",
                "Hold again what was not paid in time.", this::again));
        return routes;
    }

    private Hold linked(Visitor visitor, String word) {
        String id = visitor.request().path("id");
        if (!storefront.guests().linked(visitor.workspace(), id, word)) {
            throw Problem.unknown(id);
        }
        return storefront.engine().find(visitor.workspace(), id)
                .orElseThrow(() -> Problem.unknown(id));
    }

    private Response show(Visitor visitor, String word) {
        Hold hold = linked(visitor, word);
        boolean back = visitor.request().query("back").isPresent();
        Optional<PaymentRow> row = PayPage.deciding(
                payments.ofHold(visitor.workspace(), hold.id()))
                .map(each -> back ? payments.lookNow(each) : payments.look(each));
        // The hold may be a booking, or have ended, since it was read.
        Optional<Hold> now = storefront.engine().find(visitor.workspace(),
                row.map(PaymentRow::hold).orElse(hold.id()));
        if (row.isPresent() && row.get().agreed().rest()) {
            return rest(visitor, word, hold, row.get());
        }
        if (now.isPresent() && BookingNote.of(now.get()).isPresent()) {
            return Pages.seeOther(storefront.booking(visitor, now.get().id()) + "&said="
                    + visitor.request().query("said").filter("paid"::equals).orElse("thanks"));
        }
        if (row.isEmpty()) {
            return Pages.seeOther(visitor.link("/basket"));
        }
        PayPage.View view = page.view(visitor, row.get(), now.orElse(hold), new PayPage.Key(
                hold.id(), word, storefront.payment(visitor, hold.id()),
                visitor.link(isBasket(visitor, hold) ? "/checkout" : "/")));
        return storefront.page(visitor, view.words().title(), PayPage.class, view);
    }

    /// The payment of a booking's rest while it is under way; then the booking's page.
    private Response rest(Visitor visitor, String word, Hold booking, PaymentRow row) {
        String back = storefront.booking(visitor, booking.id());
        boolean moves = booking instanceof Hold.Booked && switch (row.state()) {
            case OPENING, OPEN, CLOSING, AUTHORISED, TAKEN -> true;
            case CAPTURING, SETTLED, OWED, RELEASING, RETURNING, CLOSED, RETURNED -> false;
        };
        if (!moves) {
            return Pages.seeOther(back + switch (row.state()) {
                case CAPTURING, SETTLED -> "&said=restPaid";
                case OWED, RELEASING, CLOSED -> "&said=restFailed";
                case OPENING, OPEN, CLOSING, AUTHORISED, TAKEN, RETURNING, RETURNED -> "";
            });
        }
        PayPage.View view = page.view(visitor, row, booking, new PayPage.Key(
                booking.id(), word, storefront.payment(visitor, booking.id()), back));
        return storefront.page(visitor, view.words().title(), PayPage.class, view);
    }

    private static boolean isBasket(Visitor visitor, Hold hold) {
        return visitor.held().map(Hold::id).filter(hold.id()::equals).isPresent();
    }

    private Response leave(Visitor visitor, Form form, boolean keep) {
        Hold hold = linked(visitor, form.must("word"));
        if (hold instanceof Hold.Booked) {
            payments.liveRest(visitor.workspace(), hold.id())
                    .ifPresent(row -> payments.leave(row, true));
            return Pages.seeOther(storefront.booking(visitor, hold.id()));
        }
        if (!(hold instanceof Hold.Held held)) {
            return Pages.seeOther(storefront.payment(visitor, hold.id()));
        }
        return switch (payments.withdraw(visitor.workspace(), hold.id(), keep)) {
            case Payments.Withdrawal.Closing _ ->
                    Pages.seeOther(storefront.payment(visitor, hold.id()));
            case Payments.Withdrawal.Paid _ ->
                    Pages.seeOther(storefront.payment(visitor, hold.id()) + "&said=paid");
            case Payments.Withdrawal.Free _ -> keep
                    ? storefront.guests().withBasket(
                            visitor, held, Pages.seeOther(visitor.link("/checkout")))
                    : released(visitor, held);
        };
    }

    private Response released(Visitor visitor, Hold.Held held) {
        baskets.release(visitor, held);
        return Pages.seeOther(visitor.link("/basket?said=released"));
    }

    private Response again(Visitor visitor, Form form) {
        Hold hold = linked(visitor, form.must("word"));
        if (hold instanceof Hold.Held || visitor.held().isPresent()) {
            return Pages.seeOther(visitor.link("/basket"));
        }
        return switch (baskets.again(visitor, hold, ItemForms.key(form, hold.id()))) {
            case VisitorBaskets.Result.Done done -> storefront.guests().withBasket(
                    visitor, done.hold(), Pages.seeOther(visitor.link("/basket")));
            case VisitorBaskets.Result.Before _,VisitorBaskets.Result.Owed _,VisitorBaskets.Result.Paying _ ->
                    Pages.seeOther(visitor.link("/basket"));
            case VisitorBaskets.Result.Refused refused -> storefront.trouble(
                    visitor, trouble.refused(visitor, refused.refusal(), refused.items()));
        };
    }
}
