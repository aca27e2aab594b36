package holdfast.server.api;

import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.Hold;
import holdfast.Holdfast;
import holdfast.Refusal;
import holdfast.server.auth.Permission;
import holdfast.server.booking.AuditTrail;
import holdfast.server.booking.BookingFees;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.BookingRules;
import holdfast.server.booking.HistoryText;
import holdfast.server.booking.HoldBounds;
import holdfast.server.booking.Item;
import holdfast.server.booking.Payment;
import holdfast.server.booking.PriceDifference;
import holdfast.server.booking.PricedHolds;
import holdfast.server.booking.RequestedItem;
import holdfast.server.booking.StartRules;
import holdfast.server.catalog.Money;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.payment.BookingCancellations;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Bookings: read, cancel, exchange, and read their history.
public final class Bookings {
    private static final int LONGEST_NOTE = 2_000;

    private final Holdfast engine;
    private final RequestedItems baskets;
    private final BookingRules rules;
    private final AuditTrail trail;
    private final Holds.Shown shown;
    private final HoldBounds bounds;
    private final BookingCancellations cancellations;
    private final BookingFees fees;

    public Bookings(
            Holdfast engine, RequestedItems baskets, BookingRules rules, AuditTrail trail,
            Holds.Shown shown,
            HoldBounds bounds, BookingCancellations cancellations, BookingFees fees) {
        this.engine = engine;
        this.baskets = baskets;
        this.rules = rules;
        this.trail = trail;
        this.shown = shown;
        this.bounds = bounds;
        this.cancellations = cancellations;
        this.fees = fees;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/bookings/{id}", Permission.BUY, "readBooking",
                        "One booking, also a cancelled one.", this::read),
                new Route("POST", "/v1/bookings/{id}/cancel", Permission.BUY, "cancelBooking",
                        "Cancel a booking; its seats, places and times are free again.",
                        this::cancel),
                new Route("POST", "/v1/bookings/{id}/exchange", Permission.BUY, "exchangeBooking",
                        "Replace the items of a booking, all or none of them.", this::exchange),
                new Route("GET", "/v1/bookings/{id}/history", Permission.READ, "readBookingHistory",
                        "The history of a booking, as texts.", this::history),
                new Route("POST", "/v1/bookings/{id}/notes", Permission.DESK, "addBookingNote",
                        "Add a note of staff to a booking's history.", this::note),
                new Route("GET", "/v1/holds/{id}/history", Permission.READ, "readHoldHistory",
                        "The history of a hold, as texts.", this::history));
    }

    private Hold find(Request request) {
        String id = Holds.id(request, shown.tokens());
        return engine.find(request.workspace(), id)
                .filter(hold -> hold.basket().notes().booking().isPresent())
                .orElseThrow(() -> Problem.unknown(request.path("id")));
    }

    private Response read(Request request) {
        Hold booking = find(request);
        String tag = "\"" + booking.version() + "\"";
        return request.has(tag) ? Response.empty(304).header("ETag", tag) : show(request, booking);
    }

    private Response show(Request request, Hold booking) {
        return Response.json(200, json -> shown.json().booking(json, request.workspace(), booking))
                .header("ETag", "\"" + booking.version() + "\"");
    }

    /// @param refund   how much the payments refund; what the rules say if staff does not say
    /// @param fee      the fee that the caller has seen
    /// @param waiveFee whether staff waives the fee
    private record CancelBody(
            Optional<String> reason, boolean override, Optional<Money> refund,
            Optional<Money> fee, boolean waiveFee) {}

    private Response cancel(Request request) {
        CancelBody body = request.maybeBody(fields -> new CancelBody(
                fields.maybeText("reason", 500), fields.flag("override", false),
                fields.maybeObject("refund").map(Money::read),
                fields.maybeObject("fee").map(Money::read), fields.flag("waiveFee", false)));
        if (body.refund().isPresent() && !request.who().may(Permission.DESK)) {
            throw Problem.forbidden("Only staff and secret keys can say how much is refunded.");
        }
        if (body.waiveFee() && !request.who().may(Permission.DESK)) {
            throw Problem.forbidden("Only staff and secret keys can waive a fee.");
        }
        Holds.id(request, shown.tokens());
        Optional<Hold> before = Recall.of(engine, request);
        if (before.isPresent()) {
            return show(request, before.get());
        }
        Hold booking = find(request);
        if (!(booking instanceof Hold.Cancelled)) {
            allowed(request, body.override(), rules.cancelling(
                    request.workspace(), booking, engine.now()).complaint("cancelled"));
            prepare(request, booking, body);
            trail.record(request.workspace(), booking.id(), "cancel", request.who().name(),
                    body.reason());
        }
        CancelOutcome outcome = engine.cancel(new CancelRequest(
                request.workspace(), booking.id(), true, request.key(),
                request.key().map(key -> request.fingerprint())));
        return switch (outcome) {
            case CancelOutcome.Done done -> show(request, done.hold());
            case Refusal refused -> throw Outcomes.problem(refused);
        };
    }

    private void prepare(Request request, Hold booking, CancelBody body) {
        switch (cancellations.prepare(request.workspace(), booking,
                new BookingCancellations.Wish(body.fee().map(Money::amount), body.waiveFee(),
                        body.refund(),
                        request.who().name()))) {
            case BookingCancellations.Prepared.Ready _ -> {}
            case BookingCancellations.Prepared.FeeChanged changed -> throw new Problem(409,
                    "feeChanged", "The fee has changed",
                    "Read the cancellation again, and send the fee that it says.",
                    json -> json.object("fee", changed.quote().fee()::write)
                            .object("refund", changed.quote().refund()::write));
            case BookingCancellations.Prepared.Missed _ -> throw new Problem(409,
                    "againstTheRules", "The rules do not allow it",
                    "The customer did not come, and that was marked.");
        }
    }

    /// Customers must follow the rules; staff may override them.
    static void allowed(Request request, boolean override, Optional<String> complaint) {
        if (override && !request.who().may(Permission.DESK)) {
            throw Problem.forbidden("Only staff and secret keys can override the rules.");
        }
        if (complaint.isPresent() && !override) {
            throw new Problem(409, "againstTheRules", "The rules do not allow it",
                    complaint.get());
        }
    }

    private record ExchangeBody(
            List<Item> items, boolean override, Optional<Payment> payment, boolean waive) {
        static ExchangeBody read(Fields fields) {
            return new ExchangeBody(RequestedItems.items(fields), fields.flag("override", false),
                    fields.maybeObject("payment").map(Payment::read),
                    fields.flag("waive", false));
        }
    }

    private Response exchange(Request request) {
        int version = Holds.version(request.ifMatch(() -> find(request).version()));
        ExchangeBody other = request.body(ExchangeBody::read);
        Holds.id(request, shown.tokens());
        Optional<Hold> before = Recall.of(engine, request);
        if (before.isPresent()) {
            return show(request, before.get());
        }
        if (other.waive() && !request.who().may(Permission.DESK)) {
            throw Problem.forbidden("Only staff and secret keys can waive what is owed.");
        }
        Holds.allowed(request, other.payment(), shown.practice());
        if (other.payment().orElse(null) instanceof Payment.Online) {
            throw Problem.invalid("payment.method",
                    "payment.method cannot be online for an exchange");
        }
        Hold booking = find(request);
        List<PricedHolds.Line> has = shown.json().lines(request.workspace(), booking);
        Set<Integer> given = RequestedItem.givenUp(other.items(), has);
        allowed(request, other.override(), rules.exchanging(request.workspace(), booking,
                given.stream().map(has::get).toList(), engine.now()).complaint("exchanged"));
        StartRules rules = RequestedItems.rules(request, other.override());
        ExchangeOutcome outcome = baskets.newest(request, () -> {
            var ready = baskets.instead(
                    request, booking, baskets.exactly(request, other.items()), has, rules);
            bounds.inOneHold(Holds.bounded(request), ready.claims()).ifPresent(refused -> {
                throw Outcomes.problem(refused);
            });
            PriceDifference.Result.Settled settled = settled(request, other,
                    PriceDifference.of(booking, shown.json().summary(
                            request.workspace(), booking), ready,
                            other.waive() ? Optional.empty() : fees.changing(
                                    request.workspace(), booking, given, engine.now())),
                    ready.note());
            trail.record(request.workspace(), booking.id(), "exchange", request.who().name(),
                    settled.reason());
            return engine.exchange(new ExchangeRequest(
                    request.workspace(), booking.id(), version,
                    ready.claims(), Optional.of(ready.limits()),
                    Holds.label(request, ready.listings(), settled.note())));
        });
        return switch (outcome) {
            case ExchangeOutcome.Exchanged done -> show(request, done.hold());
            case Refusal.Unavailable none -> throw baskets.unavailable(
                    request, other.items(), none, rules);
            case Refusal refused -> throw Outcomes.problem(refused);
        };
    }

    /// A higher price must be paid, waived or allowed as a debt; otherwise the exchange is refused.
    private static PriceDifference.Result.Settled settled(
            Request request, ExchangeBody other, PriceDifference difference, String note) {
        boolean customer = !request.who().may(Permission.DESK);
        return switch (difference.settle(new PriceDifference.PaymentOffer(
                other.payment(), other.waive(), customer), note)) {
            case PriceDifference.Result.Settled settled -> settled;
            case PriceDifference.Result.Owed more -> throw new Problem(402, "paymentRequired",
                    "The new price is higher and the difference is not paid",
                    more.owed().amount() + " " + more.owed().currency()
                            + " must be paid first, in the smallest unit. Nothing was changed.",
                    json -> json.object("owed", more.owed()::write));
            case PriceDifference.Result.Declined declined -> throw new Problem(402, "paymentFailed",
                    "The payment failed", declined.why() + " The booking is unchanged.");
        };
    }

    private Response note(Request request) {
        String text = request.body(fields -> fields.text("text", LONGEST_NOTE)).strip();
        if (text.isEmpty()) {
            throw Problem.invalid("text", "text cannot be blank");
        }
        Hold booking = find(request);
        trail.note(request.workspace(), booking.id(), request.who().name(), text);
        return history(request);
    }

    private Response history(Request request) {
        String id = Holds.id(request, shown.tokens());
        Hold hold = engine.find(request.workspace(), id)
                .orElseThrow(() -> Problem.unknown(request.path("id")));
        List<HistoryText.Line> lines = HistoryText.of(engine.history(request.workspace(), id),
                trail.of(request.workspace(), id), BookingNote.of(hold));
        List<Integer> numbers = IntStream.range(0, lines.size()).boxed().toList();
        // Several entries may have the same time; their number orders them.
        return Paging.page(request, numbers, number -> PageMark.of(
                PageMark.at(lines.get(number).at()), PageMark.number(number)),
                (json, number) -> write(json, lines.get(number)));
    }

    private static void write(Json json, HistoryText.Line line) {
        HistoryText.Step step = line.step();
        json.put("at", line.at().toString()).put("what", line.words()).put("by", line.by())
                .put("verb", step.verb()).put("requested", step.asked())
                .put("taken", full(step.taken())).put("given", full(step.given()))
                .put("until", step.until().map(Instant::toString)).put("why", step.why());
    }

    private static Optional<String> full(String text) {
        return Optional.of(text).filter(each -> !each.isEmpty());
    }
}
