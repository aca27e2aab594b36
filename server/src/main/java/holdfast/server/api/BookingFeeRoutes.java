package holdfast.server.api;

import holdfast.Hold;
import holdfast.HoldfastReads;
import holdfast.Invalid;
import holdfast.server.auth.Permission;
import holdfast.server.booking.AuditTrail;
import holdfast.server.booking.BookingRules;
import holdfast.server.booking.PricedHolds;
import holdfast.server.catalog.Money;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.server.json.Texts;
import holdfast.server.payment.BookingCancellations;
import holdfast.server.payment.Fee;
import holdfast.server.payment.ItemCancellations;
import holdfast.server.payment.PaymentRow;
import holdfast.server.payment.Payments;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// What cancelling a booking or one item of it costs, and the fees that were charged.
public final class BookingFeeRoutes {
    private static final int MOST_ITEMS = 31;

    private final HoldfastReads engine;
    private final BookingCancellations cancellations;
    private final BookingRules rules;
    private final Holds.Shown shown;
    private final AuditTrail trail;
    private final Payments payments;
    private final ItemCancellations items;

    public BookingFeeRoutes(HoldfastReads engine, BookingCancellations cancellations,
            BookingRules rules, Holds.Shown shown, AuditTrail trail, Payments payments,
            ItemCancellations items) {
        this.items = items;
        this.engine = engine;
        this.cancellations = cancellations;
        this.rules = rules;
        this.shown = shown;
        this.trail = trail;
        this.payments = payments;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/bookings/{id}/cancellation", Permission.BUY,
                        "quoteCancellation",
                        "What cancelling a booking costs and gives back now.", this::quote),
                new Route("POST", "/v1/bookings/{id}/cancel-item", Permission.BUY,
                        "cancelBookingItem",
                        "Cancel one item of a booking; the others stay.", this::cancelItem),
                new Route("POST", "/v1/bookings/{id}/no-show", Permission.DESK, "markNoShow",
                        "Mark that the customer did not come, and charge the fee.", this::noShow),
                new Route("POST", "/v1/bookings/{id}/fee", Permission.DESK, "settleBookingFee",
                        "Mark a fee as received, or waive it.", this::settle),
                new Route("POST", "/v1/bookings/{id}/received", Permission.DESK, "receiveRest",
                        "Mark the rest of a booking as received.", this::received));
    }

    private Hold find(Request request) {
        String id = Holds.id(request, shown.tokens());
        return engine.find(request.workspace(), id)
                .filter(hold -> hold.basket().notes().booking().isPresent())
                .orElseThrow(() -> Problem.unknown(request.path("id")));
    }

    private Hold.Booked booked(Request request) {
        Hold found = find(request);
        if (found instanceof Hold.Booked booked) {
            return booked;
        }
        throw new Problem(409, "cancelled", "The booking was cancelled", "Nothing was changed.");
    }

    private Response quote(Request request) {
        Hold.Booked booking = booked(request);
        Instant now = engine.now();
        BookingRules.Leave leave = rules.cancelling(request.workspace(), booking, now);
        Optional<BookingCancellations.Quote> quote =
                cancellations.quote(request.workspace(), booking, now);
        return Response.json(200, json -> {
            json.put("allowed", leave instanceof BookingRules.Leave.Given);
            if (leave instanceof BookingRules.Leave.Given given) {
                json.put("until", given.until()
                        .map(until -> Texts.text(until.atOffset(ZoneOffset.UTC))));
            }
            json.put("why", leave.complaint("cancelled"));
            quote.ifPresent(each -> json.object("paid", each.paid()::write)
                    .object("fee", each.fee()::write).object("refund", each.refund()::write)
                    .object("due", each.due()::write));
            quote.map(BookingCancellations.Quote::before).filter(each -> each.amount() > 0)
                    .ifPresent(each -> json.object("charged", each::write));
            json.array("items", items.quotes(request.workspace(), booking, now),
                    (out, each) -> item(out, request.workspace(), booking, each, now));
        });
    }

    private void item(Json json, String workspace, Hold.Booked booking,
            ItemCancellations.Quote quote, Instant now) {
        BookingRules.Leave leave = rules.cancelling(workspace,
                shown.json().lines(workspace, booking).get(quote.item()), now);
        json.put("item", quote.item()).put("allowed", leave instanceof BookingRules.Leave.Given);
        if (leave instanceof BookingRules.Leave.Given given) {
            json.put("until", given.until()
                    .map(until -> Texts.text(until.atOffset(ZoneOffset.UTC))));
        }
        json.put("why", leave.complaint("cancelled"));
        amounts(json, quote);
    }

    private static void amounts(Json json, ItemCancellations.Quote quote) {
        json.object("fee", quote.fee()::write).object("refund", quote.refund()::write)
                .object("owed", quote.owed()::write);
    }

    /// @param item     its number, from 0
    /// @param fee      the fee that the caller has seen
    /// @param waiveFee whether staff waives the fee
    private record ItemBody(
            int item, Optional<String> reason, boolean override, Optional<Money> fee,
            boolean waiveFee) {
        static ItemBody read(Fields fields) {
            return new ItemBody((int) fields.number("item", 0, MOST_ITEMS),
                    fields.maybeText("reason", 500), fields.flag("override", false),
                    fields.maybeObject("fee").map(Money::read),
                    fields.flag("waiveFee", false));
        }
    }

    private Response cancelItem(Request request) {
        int version = Holds.version(request.ifMatch(() -> find(request).version()));
        ItemBody body = request.body(ItemBody::read);
        if (body.waiveFee() && !request.who().may(Permission.DESK)) {
            throw Problem.forbidden("Only staff and secret keys can waive a fee.");
        }
        Holds.id(request, shown.tokens());
        Optional<Hold> before = Recall.of(engine, request);
        if (before.isPresent()) {
            return show(request, before.get());
        }
        Hold.Booked booking = booked(request);
        List<PricedHolds.Line> lines = shown.json().lines(request.workspace(), booking);
        if (body.item() < lines.size() && booking.version() == version) {
            Bookings.allowed(request, body.override(), rules.cancelling(request.workspace(),
                    lines.get(body.item()), engine.now()).complaint("cancelled"));
        }
        return switch (items.cancel(request.workspace(), new ItemCancellations.Wish(booking,
                version, body.item(), body.fee().map(Money::amount), body.waiveFee(),
                request.who().name(), body.reason(), request.key(),
                request.key().map(key -> request.fingerprint())))) {
            case ItemCancellations.Result.Cancelled done -> show(request, done.booking());
            case ItemCancellations.Result.FeeChanged changed -> throw new Problem(409,
                    "feeChanged", "The fee has changed",
                    "Read the cancellation again, and send the fee that it says.",
                    json -> json.object("fee", changed.quote().fee()::write)
                            .object("refund", changed.quote().refund()::write));
            case ItemCancellations.Result.LastItem _ -> throw new Problem(409, "lastItem",
                    "It is the only item of the booking",
                    "POST /v1/bookings/" + request.path("id") + "/cancel cancels the booking.");
            case ItemCancellations.Result.Missed _ -> throw new Problem(409, "againstTheRules",
                    "The rules do not allow it",
                    "The customer did not come, and that was marked.");
            case ItemCancellations.Result.Paying paying ->
                    throw PaymentRoutes.inProgress(paying.payment());
            case ItemCancellations.Result.Refused refused ->
                    throw Outcomes.problem(refused.refusal());
        };
    }

    private Response show(Request request, Hold booking) {
        return Response.json(200, json -> shown.json().booking(json, request.workspace(), booking))
                .header("ETag", "\"" + booking.version() + "\"");
    }

    private Response show(Request request) {
        Hold booking = find(request);
        return Response.json(200, json -> shown.json().booking(json, request.workspace(), booking));
    }

    private Response received(Request request) {
        request.maybeBody(fields -> true);
        Hold.Booked booking = booked(request);
        String workspace = request.workspace();
        trail.record(workspace, booking.id(), "mark the rest as received", request.who().name(),
                Optional.empty());
        Optional<PaymentRow> open = payments.liveRest(workspace, booking.id());
        if (open.isPresent()
                && !(payments.leave(open.get(), true) instanceof Payments.Withdrawal.Free)) {
            throw PaymentRoutes.inProgress(open.get());
        }
        List<PaymentRow> seen = payments.ofHold(workspace, booking.id());
        Money rest = payments.rest(workspace, booking).orElseThrow(() -> new Problem(409,
                "nothingOwed", "No rest is owed", "Nothing was changed."));
        if (payments.staff().receivedRest(workspace, booking.id(), rest, seen,
                request.who().name()).isEmpty()) {
            throw new Problem(409, "nothingOwed", "The booking has changed meanwhile",
                    "Read it again. Nothing was changed.");
        }
        return show(request);
    }

    private Response noShow(Request request) {
        boolean waived = request.maybeBody(fields -> fields.flag("waiveFee", false));
        Hold.Booked booking = booked(request);
        trail.record(request.workspace(), booking.id(), "mark as no-show", request.who().name(),
                waived ? Optional.of("without a fee") : Optional.empty());
        return switch (cancellations.noShow(
                request.workspace(), booking, waived, request.who().name())) {
            case BookingCancellations.Missed.Marked _ -> show(request);
            case BookingCancellations.Missed.TooEarly early -> throw new Problem(409, "notBegun",
                    "The visit has not begun", "It begins at " + early.start() + ".");
        };
    }

    private record Settling(Fee.Kind kind, Fee.State state) {
        static Settling read(Fields fields) {
            Fee.Kind kind = switch (fields.text("kind", 20)) {
                case "cancelled" -> Fee.Kind.CANCELLED;
                case "noShow" -> Fee.Kind.NO_SHOW;
                default -> throw new Invalid("kind", "must be cancelled or noShow");
            };
            return new Settling(kind, switch (fields.text("status", 20)) {
                case "received" -> Fee.State.RECEIVED;
                case "waived" -> Fee.State.WAIVED;
                default -> throw new Invalid("status", "must be received or waived");
            });
        }
    }

    private Response settle(Request request) {
        Settling wanted = request.body(Settling::read);
        Hold booking = find(request);
        trail.record(request.workspace(), booking.id(),
                wanted.state() == Fee.State.WAIVED ? "waive the fee" : "mark the fee as received",
                request.who().name(), Optional.empty());
        boolean before = cancellations.of(request.workspace(), booking.id()).stream()
                .anyMatch(fee -> fee.kind() == wanted.kind() && fee.state() == wanted.state());
        if (!before && !cancellations.settle(request.workspace(), booking, wanted.kind(),
                wanted.state(), request.who().name())) {
            throw new Problem(409, "noFee", "No such fee is charged", "Nothing was changed.");
        }
        return show(request);
    }
}
