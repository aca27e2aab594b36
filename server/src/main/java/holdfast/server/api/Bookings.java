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
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.BookingRules;
import holdfast.server.booking.HistoryText;
import holdfast.server.booking.HoldBounds;
import holdfast.server.booking.Item;
import holdfast.server.booking.Payment;
import holdfast.server.booking.PriceDifference;
import holdfast.server.booking.PricedHolds;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Bookings: read, cancel, exchange, and read their history.
public final class Bookings {
    private final Holdfast engine;
    private final RequestedItems baskets;
    private final BookingRules rules;
    private final AuditTrail trail;
    private final Holds.Shown shown;
    private final HoldBounds bounds;

    public Bookings(
            Holdfast engine, RequestedItems baskets, BookingRules rules, AuditTrail trail,
            Holds.Shown shown,
            HoldBounds bounds) {
        this.engine = engine;
        this.baskets = baskets;
        this.rules = rules;
        this.trail = trail;
        this.shown = shown;
        this.bounds = bounds;
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
                new Route("GET", "/v1/holds/{id}/history", Permission.READ, "readHoldHistory",
                        "The history of a hold, as texts.", this::history));
    }

    private Hold find(Request call) {
        String id = Holds.id(call, shown.tokens());
        return engine.find(call.workspace(), id)
                .filter(hold -> hold.basket().notes().booking().isPresent())
                .orElseThrow(() -> Problem.unknown(call.path("id")));
    }

    private Response read(Request call) {
        Hold booking = find(call);
        String tag = "\"" + booking.version() + "\"";
        return call.has(tag) ? Response.empty(304).header("ETag", tag) : show(call, booking);
    }

    private Response show(Request call, Hold booking) {
        return Response.json(200, json -> shown.json().booking(json, call.workspace(), booking))
                .header("ETag", "\"" + booking.version() + "\"");
    }

    private record Wish(Optional<String> reason, boolean override) {}

    private Response cancel(Request call) {
        Wish wish = call.maybeBody(fields -> new Wish(
                fields.maybeText("reason", 500), fields.flag("override", false)));
        Holds.id(call, shown.tokens());
        Optional<Hold> before = Recall.of(engine, call);
        if (before.isPresent()) {
            return show(call, before.get());
        }
        Hold booking = find(call);
        if (!(booking instanceof Hold.Cancelled)) {
            allowed(call, wish.override(), rules.cancelling(
                    call.workspace(), booking, engine.now()).complaint("cancelled"));
            trail.record(call.workspace(), booking.id(), "cancel", call.who().name(),
                    wish.reason());
        }
        CancelOutcome outcome = engine.cancel(new CancelRequest(
                call.workspace(), booking.id(), true, call.key(),
                call.key().map(key -> call.fingerprint())));
        return switch (outcome) {
            case CancelOutcome.Done done -> show(call, done.hold());
            case Refusal refused -> throw Outcomes.problem(refused);
        };
    }

    /// Customers must follow the rules; staff may override them.
    private static void allowed(Request call, boolean override, Optional<String> complaint) {
        if (override && !call.who().may(Permission.DESK)) {
            throw Problem.forbidden("Only staff and secret keys can override the rules.");
        }
        if (complaint.isPresent() && !override) {
            throw new Problem(409, "againstTheRules", "The rules do not allow it",
                    complaint.get());
        }
    }

    private record Other(
            List<Item> items, boolean override, Optional<Payment> payment, boolean waive) {
        static Other read(Fields fields) {
            return new Other(RequestedItems.items(fields), fields.flag("override", false),
                    fields.maybeObject("payment").map(Payment::read),
                    fields.flag("waive", false));
        }
    }

    private Response exchange(Request call) {
        int version = Holds.version(call.ifMatch(() -> find(call).version()));
        Other other = call.body(Other::read);
        Holds.id(call, shown.tokens());
        Optional<Hold> before = Recall.of(engine, call);
        if (before.isPresent()) {
            return show(call, before.get());
        }
        if (other.waive() && !call.who().may(Permission.DESK)) {
            throw Problem.forbidden("Only staff and secret keys can waive what is owed.");
        }
        Holds.allowed(call, other.payment(), shown.practice());
        Hold booking = find(call);
        allowed(call, other.override(), rules.exchanging(
                call.workspace(), booking, engine.now()).complaint("exchanged"));
        List<PricedHolds.Line> has = shown.json().lines(call.workspace(), booking);
        ExchangeOutcome outcome = baskets.newest(call, () -> {
            var ready = baskets.instead(call, baskets.exactly(call, other.items()), has);
            bounds.inOneHold(Holds.bounded(call), ready.claims()).ifPresent(refused -> {
                throw Outcomes.problem(refused);
            });
            PriceDifference.Result.Settled settled = settled(call, other,
                    PriceDifference.of(booking, has, ready), ready.note());
            trail.record(call.workspace(), booking.id(), "exchange", call.who().name(),
                    settled.told());
            return engine.exchange(new ExchangeRequest(
                    call.workspace(), booking.id(), version,
                    ready.claims(), Optional.of(ready.limits()),
                    Holds.label(call, ready.listings(), settled.note())));
        });
        return switch (outcome) {
            case ExchangeOutcome.Exchanged done -> show(call, done.hold());
            case Refusal.Unavailable none -> throw baskets.unavailable(
                    call, other.items(), none);
            case Refusal refused -> throw Outcomes.problem(refused);
        };
    }

    /// A higher price must be paid, waived or allowed as a debt; otherwise the exchange is refused.
    private static PriceDifference.Result.Settled settled(
            Request call, Other other, PriceDifference difference, String note) {
        boolean customer = !call.who().may(Permission.DESK);
        return switch (difference.settle(new PriceDifference.Paying(
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

    private Response history(Request call) {
        String id = Holds.id(call, shown.tokens());
        Hold hold = engine.find(call.workspace(), id)
                .orElseThrow(() -> Problem.unknown(call.path("id")));
        List<HistoryText.Line> lines = HistoryText.of(engine.history(call.workspace(), id),
                trail.of(call.workspace(), id), BookingNote.of(hold));
        List<Integer> numbers = IntStream.range(0, lines.size()).boxed().toList();
        // Several entries may have the same time; their number orders them.
        return Paging.page(call, numbers, number -> PageMark.of(
                PageMark.at(lines.get(number).at()), PageMark.number(number)),
                (json, number) -> json.put("at", lines.get(number).at().toString())
                        .put("what", lines.get(number).words()).put("by", lines.get(number).by()));
    }
}
