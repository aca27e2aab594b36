package holdfast.server.api;

import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.ExtendOutcome;
import holdfast.ExtendRequest;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Invalid;
import holdfast.ListingVersion;
import holdfast.Refusal;
import holdfast.RequestOptions;
import holdfast.server.auth.Permission;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.Checkout;
import holdfast.server.booking.ClaimMapper;
import holdfast.server.booking.Contact;
import holdfast.server.booking.HoldBounds;
import holdfast.server.booking.HoldTokens;
import holdfast.server.booking.Item;
import holdfast.server.booking.Payment;
import holdfast.server.booking.PricedHolds;
import holdfast.server.booking.StartRules;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.payment.Payments;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Holds: create, read, exchange, extend, confirm, cancel.
public final class Holds {
    private final Holdfast engine;
    private final RequestedItems baskets;
    private final Checkout checkout;
    private final Shown shown;
    private final HoldBounds bounds;
    private final Payments payments;

    /// How holds are written, and how their tokens are checked.
    ///
    /// @param practice whether customers may pay with the practice card
    public record Shown(HoldJson json, HoldTokens tokens, boolean practice) {}

    public Holds(
            Holdfast engine, RequestedItems baskets, Checkout checkout, Shown shown,
            HoldBounds bounds, Payments payments) {
        this.engine = engine;
        this.baskets = baskets;
        this.checkout = checkout;
        this.shown = shown;
        this.bounds = bounds;
        this.payments = payments;
    }

    public List<Route> routes() {
        return List.of(
                new Route("POST", "/v1/holds", Permission.BUY, "hold",
                        "Hold all items until a deadline, or none of them.", this::hold),
                new Route("GET", "/v1/holds/{id}", Permission.BUY, "readHold",
                        "One hold, in any state.", this::read),
                new Route("PUT", "/v1/holds/{id}/items", Permission.BUY, "exchangeHold",
                        "Replace the items of a hold, all or none of them.", this::exchange),
                new Route("POST", "/v1/holds/{id}/extend", Permission.BUY, "extendHold",
                        "Extend a hold's deadline.", this::extend),
                new Route("POST", "/v1/holds/{id}/confirm", Permission.BUY, "confirmHold",
                        "Confirm a hold: it becomes a booking.", this::confirm),
                new Route("DELETE", "/v1/holds/{id}", Permission.BUY, "cancelHold",
                        "Cancel a hold.", this::cancel));
    }

    private record Basket(
            List<Item> items, Optional<Duration> holdFor, Optional<String> customer,
            boolean override) {}

    private Response hold(Request request) {
        Basket basket = request.body(fields -> new Basket(
                RequestedItems.items(fields), RequestedItems.holdFor(fields),
                fields.maybeText("customer", 200), fields.flag("override", false)));
        StartRules rules = RequestedItems.rules(request, basket.override());
        HoldOutcome outcome = outcome(request, basket, rules);
        return switch (outcome) {
            case HoldOutcome.Granted granted -> granted(request, granted);
            case Refusal.Unavailable none ->
                    throw baskets.unavailable(request, basket.items(), none, rules);
            case Refusal refused -> throw Outcomes.problem(refused);
        };
    }

    /// The address that limits count a caller by; empty for staff and secret keys.
    static Optional<String> bounded(Request request) {
        return request.who().may(Permission.DESK) ? Optional.empty()
                : Optional.of(request.caller().counted());
    }

    /// The engine replays a recorded answer by itself. A refusal by the server's own rules is
    /// replaced by the recorded answer, because the first request may have been answered
    /// differently.
    private HoldOutcome outcome(Request request, Basket basket, StartRules rules) {
        try {
            return baskets.newest(request, () -> bounds.hold(bounded(request),
                    request(request, basket, baskets.ready(request, basket.items(), rules))));
        } catch (Problem | Invalid refused) {
            return Recall.recorded(engine, request)
                    .flatMap(HoldOutcome::of).orElseThrow(() -> refused);
        }
    }

    private Response granted(Request request, HoldOutcome.Granted granted) {
        request.key().filter(key -> granted.again() && !request.who().may(Permission.DESK)
                && Recall.isGuessable(key)).ifPresent(key -> {
                    throw Recall.guessable(key);
                });
        return show(201, request, granted.hold(), true)
                .header("Location", "/v1/holds/" + granted.hold().id());
    }

    private static HoldRequest request(
            Request request, Basket basket, ClaimMapper.Result.Ready ready) {
        return new HoldRequest(
                request.workspace(), ready.claims(), basket.holdFor().orElse(HoldRequest.USUAL),
                basket.customer(), ready.limits(), label(request, ready.listings(), ready.note()));
    }

    static RequestOptions label(Request request, List<ListingVersion> listings, String note) {
        return new RequestOptions(request.key(), request.key().map(key -> request.fingerprint()),
                Optional.of(note), listings);
    }

    private Response show(int status, Request request, Hold hold, boolean token) {
        return Response.json(status, json -> {
            shown.json().write(json, request.workspace(), hold);
            if (token) {
                json.put("token", shown.tokens().first(request.workspace(), hold.id()));
            }
        }).header("ETag", "\"" + hold.version() + "\"");
    }

    /// A booking keeps its hold's id under another prefix; both are accepted.
    static String holdId(String id) {
        return id.startsWith("bkg_") ? "hld_" + id.substring(4) : id;
    }

    /// The hold that the path names. A caller that needs a token must send this hold's token. It is
    /// checked before the lookup, so that a caller without it cannot find out whether the hold
    /// exists.
    static String id(Request request, HoldTokens tokens) {
        String id = holdId(request.path("id"));
        if (request.who().needsToken(request.route().readsOnly())) {
            String token = request.token().orElseThrow(() -> Problem.forbidden(
                    "Send the hold's token as Holdfast-Token; the answer that made the hold "
                            + "has it."));
            if (!tokens.fits(request.workspace(), id, token)) {
                throw Problem.forbidden("Holdfast-Token is not this hold's token.");
            }
        }
        return id;
    }

    private Hold find(Request request) {
        String id = id(request, shown.tokens());
        return engine.find(request.workspace(), id)
                .filter(hold -> !(hold instanceof Hold.Blocked))
                .orElseThrow(() -> Problem.unknown(id));
    }

    private Response read(Request request) {
        Hold hold = find(request);
        String tag = "\"" + hold.version() + "\"";
        return request.has(tag) && !(hold instanceof Hold.Expired)
                ? Response.empty(304).header("ETag", tag) : show(200, request, hold, false);
    }

    private Response exchange(Request request) {
        long version = request.ifMatch(() -> find(request).version());
        List<Item> items = request.body(RequestedItems::items);
        String id = id(request, shown.tokens());
        Optional<Hold> before = Recall.of(engine, request);
        if (before.isPresent()) {
            return show(200, request, before.get(), false);
        }
        Hold hold = find(request);
        if (hold instanceof Hold.Booked) {
            throw Outcomes.problem(new Refusal.Booked(id));
        }
        unpaid(payments, request.workspace(), id);
        List<PricedHolds.Line> has = shown.json().lines(request.workspace(), hold);
        ExchangeOutcome outcome = baskets.newest(request, () -> {
            ClaimMapper.Result.Ready ready = baskets.instead(
                    request, hold, items, has, StartRules.SERVICE);
            return bounds.exchange(bounded(request), new ExchangeRequest(
                    request.workspace(), hold.id(), version(version), ready.claims(),
                    Optional.of(ready.limits()),
                    label(request, ready.listings(), ready.note())));
        });
        return switch (outcome) {
            case ExchangeOutcome.Exchanged done -> show(200, request, done.hold(), false);
            case Refusal.Unavailable none ->
                    throw baskets.unavailable(request, items, none, StartRules.SERVICE);
            case Refusal refused -> throw Outcomes.problem(refused);
        };
    }

    /// Closes the payment of a hold whose price is about to change.
    static void unpaid(Payments payments, String workspace, String id) {
        switch (payments.withdraw(workspace, id, true)) {
            case Payments.Withdrawal.Free _ -> {}
            case Payments.Withdrawal.Closing closing ->
                    throw PaymentRoutes.inProgress(closing.payment());
            case Payments.Withdrawal.Paid paid -> throw PaymentRoutes.inProgress(paid.payment());
        }
    }

    /// Versions are ints in the engine; a number outside that range is stale.
    static int version(long seen) {
        return (int) Math.max(1, Math.min(seen, Integer.MAX_VALUE));
    }

    private Response extend(Request request) {
        Duration holdFor = request.maybeBody(RequestedItems::holdFor).orElse(HoldRequest.USUAL);
        String id = id(request, shown.tokens());
        ExtendOutcome outcome = bounds.extend(bounded(request), new ExtendRequest(
                request.workspace(), id, holdFor, request.key(),
                request.key().map(key -> request.fingerprint())));
        return switch (outcome) {
            case ExtendOutcome.Extended done -> show(200, request, done.hold(), false);
            case Refusal refused -> throw Outcomes.problem(refused);
        };
    }

    private Response confirm(Request request) {
        BookingNote note = request.maybeBody(fields -> new BookingNote(
                fields.maybeObject("customer").map(Contact::read).orElse(Contact.NONE),
                fields.maybeObject("payment").map(Payment::read), request.who().name()));
        // The token is checked after the body has arrived, however long that takes.
        String id = id(request, shown.tokens());
        Optional<Long> seen = request.maybeIfMatch(() -> find(request).version());
        allowed(request, note.payment(), shown.practice());
        boolean later = note.payment().map(paid -> paid instanceof Payment.OnSite).orElse(true);
        if (later && !request.who().may(Permission.DESK)
                && !payments.mayPayLater(request.workspace(), id)) {
            throw PaymentRoutes.notOffered(payments.accounts().offered(request.workspace()));
        }
        Checkout.Result result = note.payment().orElse(null) instanceof Payment.Online online
                ? payments.confirm(request.workspace(), id, online.payment(), note.contact())
                : checkout.confirm(new Checkout.HoldToConfirm(
                        request.workspace(), id, seen.map(Holds::version), request.key(),
                        request.key().map(key -> request.fingerprint())), note);
        return switch (result) {
            case Checkout.Result.Confirmed done -> Response.json(done.again() ? 200 : 201,
                    json -> shown.json().booking(json, request.workspace(), done.booking()))
                    .header("ETag", "\"" + done.booking().version() + "\"")
                    .header("Location",
                            "/v1/bookings/" + HoldJson.bookingId(done.booking().id()));
            case Checkout.Result.PaymentFailed failed -> throw new Problem(402, "paymentFailed",
                    "The payment failed", failed.why() + " The hold is unchanged.");
            case Checkout.Result.Refused refused -> throw Outcomes.problem(refused.refusal());
        };
    }

    /// Checks who may report a payment, and of which method.
    static void allowed(Request request, Optional<Payment> payment, boolean practice) {
        if (request.who().may(Permission.DESK)) {
            return;
        }
        if (payment.orElse(null) instanceof Payment.External) {
            throw Problem
                    .forbidden("Only a secret key or staff can state that a booking was paid.");
        }
        if (payment.orElse(null) instanceof Payment.Practice && !practice) {
            throw Problem.invalid("payment.method",
                    "payment.method must be onSite; the practice card is not accepted here");
        }
    }

    private Response cancel(Request request) {
        String id = id(request, shown.tokens());
        // The provider closes first: what is given away cannot be paid any more.
        switch (payments.withdraw(request.workspace(), id, false)) {
            case Payments.Withdrawal.Free _ -> {}
            case Payments.Withdrawal.Closing _ -> {
                return Response.empty(202);
            }
            case Payments.Withdrawal.Paid paid ->
                    throw Outcomes.problem(new Refusal.Booked(paid.payment().hold()));
        }
        CancelOutcome outcome =
                engine.cancel(new CancelRequest(request.workspace(), id, false));
        return switch (outcome) {
            // What an expired hold had is free already, as requested.
            case CancelOutcome.Done _,Refusal.Expired _ -> Response.empty(204);
            case Refusal refused -> throw Outcomes.problem(refused);
        };
    }
}
