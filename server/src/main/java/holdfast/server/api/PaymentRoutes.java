package holdfast.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.Invalid;
import holdfast.server.auth.Permission;
import holdfast.server.booking.AuditTrail;
import holdfast.server.booking.Contact;
import holdfast.server.booking.HoldTokens;
import holdfast.server.booking.PriceSummary;
import holdfast.server.catalog.Money;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.server.payment.PaymentRow;
import holdfast.server.payment.PaymentSearch;
import holdfast.server.payment.PaymentState;
import holdfast.server.payment.Payments;
import holdfast.server.payment.Refund;
import holdfast.server.payment.StaffPayments;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Payments: begin, read, cancel; and for staff: capture, refund, mark as received, forgive.
public final class PaymentRoutes {
    private static final int LONGEST_ADDRESS = 2_000;
    private static final String RETRY_SECONDS = "3";

    private final Payments payments;
    private final HoldTokens tokens;
    private final AuditTrail trail;

    public PaymentRoutes(Payments payments, HoldTokens tokens, AuditTrail trail) {
        this.payments = payments;
        this.tokens = tokens;
        this.trail = trail;
    }

    public List<Route> routes() {
        return List.of(
                new Route("POST", "/v1/holds/{id}/pay", Permission.BUY, "payHold",
                        "Begin a payment of a hold, or return the one that has begun.",
                        this::pay),
                new Route("GET", "/v1/payments/{id}", Permission.BUY, "readPayment",
                        "One payment, as the provider says it is.", this::read),
                new Route("GET", "/v1/payments", Permission.READ, "listPayments",
                        "Payments, in the summary in which they began.", this::list),
                new Route("POST", "/v1/payments/{id}/cancel", Permission.BUY, "cancelPayment",
                        "Close a payment that is not paid yet.", this::cancel),
                new Route("POST", "/v1/payments/{id}/refunds", Permission.DESK, "refundPayment",
                        "Refund all that is left, or a part of it. The booking stays.",
                        this::refund),
                new Route("POST", "/v1/payments/{id}/refunded", Permission.DESK, "refundedByHand",
                        "Say that a refund was paid by hand.", this::refunded),
                new Route("POST", "/v1/payments/{id}/capture", Permission.DESK, "capturePayment",
                        "Charge an owed payment again.", this::capture),
                new Route("POST", "/v1/payments/{id}/received", Permission.DESK,
                        "receivePayment",
                        "Mark a bank transfer as received: the hold becomes a booking.",
                        this::received),
                new Route("POST", "/v1/payments/{id}/forgive", Permission.DESK,
                        "forgivePayment", "Give up an owed amount; the booking stays.",
                        this::forgive));
    }

    private record Pay(String provider, Optional<String> returnTo, Contact contact) {
        static Pay read(Fields fields) {
            return new Pay(fields.text("provider", 40),
                    fields.maybeText("returnTo", LONGEST_ADDRESS).map(
                            text -> address(fields.name("returnTo"), text)),
                    fields.maybeObject("customer").map(Contact::read).orElse(Contact.NONE));
        }
    }

    private static String address(String field, String text) {
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null && List.of("http", "https")
                    .contains(String.valueOf(uri.getScheme()))) {
                return text;
            }
        } catch (IllegalArgumentException nonsense) {
            // Reported below.
        }
        throw new Invalid(field, "must be an address, as in https://example.org/paid");
    }

    private Response pay(Request request) {
        Pay pay = request.body(Pay::read);
        String hold = Holds.id(request, tokens);
        Payments.Begun begun = payments.begin(request.workspace(), new Payments.Begin(hold,
                pay.provider(), pay.returnTo().orElse(""), pay.contact(),
                request.who().name(), request.key()));
        return switch (begun) {
            case Payments.Begun.Going going -> going(request, going);
            case Payments.Begun.NotOffered none -> throw notOffered(none.offered());
            case Payments.Begun.Unpayable not -> throw new Problem(409, "notPayable",
                    "The hold cannot be paid in this way", not.why());
            case Payments.Begun.KeyReused _ ->
                    throw Outcomes.keyReused(request.key().orElse(""));
            case Payments.Begun.AddressMissing _ -> throw Problem.invalid("returnTo",
                    "returnTo is missing: the provider sends the customer back there.");
            case Payments.Begun.Other other -> throw inProgress(other.payment());
            case Payments.Begun.Refused refused -> throw Outcomes.problem(refused.refusal());
        };
    }

    private Response going(Request request, Payments.Begun.Going going) {
        PaymentRow row = going.payment();
        if (row.state() == PaymentState.OPENING) {
            throw new Problem(503, "providerUnavailable", "The payment provider does not answer",
                    "The hold is kept. Send the request again in a moment.",
                    json -> json.put("payment", row.id())).header("Retry-After", RETRY_SECONDS);
        }
        if (row.state() == PaymentState.CLOSED && row.link().ref().isEmpty()) {
            throw new Problem(402, "paymentFailed", "The payment failed",
                    "The provider refused it: " + row.motion().why().orElse("no reason")
                            + ". The hold is unchanged.");
        }
        return show(going.again() ? 200 : 201, request, row)
                .header("Location", "/v1/payments/" + row.id());
    }

    /// @param offered the providers with which customers can pay
    static Problem notOffered(List<String> offered) {
        return new Problem(409, "providerNotOffered", "This provider is not offered",
                "The workspace offers: " + (offered.isEmpty() ? "none"
                        : String.join(", ", offered)) + ".",
                json -> json.texts("offered", offered));
    }

    static Problem inProgress(PaymentRow row) {
        return new Problem(409, "paymentInProgress", "A payment of the hold is under way",
                "POST /v1/payments/" + row.id() + "/cancel closes it, if it is not paid yet.",
                json -> json.put("payment", row.id()).put("status", row.state().word()));
    }

    /// The payment that the path names. A caller that needs a token sends the hold's.
    private PaymentRow find(Request request) {
        String id = request.path("id");
        Optional<PaymentRow> row = payments.find(request.workspace(), id);
        if (request.who().needsToken(request.route().readsOnly())) {
            String token = request.token().orElseThrow(() -> Problem.forbidden(
                    "Send the hold's token as Holdfast-Token; the answer that made the hold "
                            + "has it."));
            return row.filter(each -> tokens.fits(
                    request.workspace(), each.agreed().hold(), token)
                    || tokens.fits(request.workspace(), each.hold(), token))
                    .orElseThrow(() -> Problem.forbidden(
                            "Holdfast-Token is not the token of this payment's hold."));
        }
        return row.orElseThrow(() -> Problem.unknown(id));
    }

    private Response show(int status, Request request, PaymentRow row) {
        List<Refund> refunds = payments.refunds(row);
        boolean staff = request.who().may(Permission.READ);
        Optional<PriceSummary> summary = payments.summary(row);
        return Response.json(status, json -> {
            write(json, row, staff);
            summary.ifPresent(
                    each -> json.object("priceSummary", out -> PriceSummaryJson.write(out, each)));
            json.array("refunds", refunds, PaymentRoutes::write);
        });
    }

    private static void write(Json json, PaymentRow row, boolean staff) {
        String currency = row.agreed().amount().currency();
        json.put("id", row.id()).put("status", row.state().word())
                .put("hold", row.agreed().hold()).put("provider", row.agreed().provider())
                .object("amount", row.agreed().amount()::write)
                .object("captured", new Money(row.sums().captured(), currency)::write)
                .object("refunded", new Money(row.sums().refunded(), currency)::write)
                .put("madeAt", row.agreed().madeAt().toString())
                .put("deadline", row.link().deadline().toString());
        if (row.agreed().rest()) {
            json.put("rest", true);
        }
        switch (row.state()) {
            case CAPTURING, SETTLED, OWED -> json.put("booking", HoldJson.bookingId(row.hold()));
            case OPENING, OPEN, CLOSING, AUTHORISED, TAKEN, RELEASING, RETURNING, CLOSED,
                    RETURNED -> {}
        }
        JsonNode none = Json.tree("{\"kind\": \"none\"}".getBytes(StandardCharsets.UTF_8));
        json.raw("next", row.state() == PaymentState.OPEN ? row.link().next()
                .map(next -> Json.tree(next.getBytes(StandardCharsets.UTF_8))).orElse(none)
                : none);
        if (staff) {
            json.put("needsStaff", row.motion().stuck())
                    .put("why", row.motion().why()).put("dispute", row.marks().dispute())
                    .put("cancelledAt", row.marks().cancelledAt().map(Instant::toString))
                    .put("forgivenAt", row.marks().forgivenAt().map(Instant::toString))
                    .put("reference", row.link().charge().or(() -> row.link().ref()));
        }
    }

    private static void write(Json json, Refund refund) {
        json.put("id", refund.id()).put("status", refund.state().word())
                .put("origin", refund.origin().word()).put("amount", refund.amount())
                .put("reason", refund.reason()).put("by", refund.madeBy())
                .put("madeAt", refund.madeAt().toString()).put("why", refund.why());
    }

    private Response read(Request request) {
        return show(200, request, payments.look(find(request)));
    }

    private Response list(Request request) {
        int limit = Paging.limit(request);
        Optional<PageMark> after = request.query("after").map(PageMark::read);
        Optional<String> state = request.query("status");
        if (state.isPresent() && Arrays.stream(PaymentState.values())
                .noneMatch(each -> each.word().equals(state.get()))) {
            throw new Invalid("status", "must be a payment's status");
        }
        PaymentSearch search = new PaymentSearch(request.query("hold").map(Holds::holdId), state,
                request.query("needsStaff").filter("true"::equals).isPresent(),
                after.map(mark -> moment(mark)).orElse(Instant.EPOCH),
                after.map(mark -> mark.by().getLast()).orElse(""), limit + 1);
        List<PaymentRow> found = payments.page(request.workspace(), search);
        List<PaymentRow> page = found.subList(0, Math.min(limit, found.size()));
        return Response.json(200, json -> {
            json.array("items", page, (out, row) -> write(out, row, true));
            if (found.size() > limit) {
                PaymentRow last = page.getLast();
                json.put("next", PageMark.of(PageMark.at(last.agreed().madeAt()), last.id())
                        .mark());
            }
        });
    }

    private static Instant moment(PageMark mark) {
        try {
            return Instant.parse(mark.by().getFirst() + "Z");
        } catch (java.time.format.DateTimeParseException nonsense) {
            throw new Invalid("after", "must be the \"next\" of an earlier page");
        }
    }

    private Response cancel(Request request) {
        boolean keep = request.maybeBody(fields -> fields.flag("keepHold", true));
        PaymentRow row = find(request);
        return switch (payments.leave(row, keep)) {
            case Payments.Withdrawal.Free _ -> show(200, request, again(row));
            case Payments.Withdrawal.Closing closing -> show(202, request, closing.payment());
            case Payments.Withdrawal.Paid paid -> throw state(paid.payment(),
                    "It is paid. Cancel the booking to refund it.");
        };
    }

    private PaymentRow again(PaymentRow row) {
        return payments.find(row.workspace(), row.id()).orElse(row);
    }

    private static Problem state(PaymentRow row, String detail) {
        return new Problem(409, "paymentState", "The payment's status does not allow it",
                detail + " Its status is " + row.state().word() + ".",
                json -> json.put("payment", row.id()).put("status", row.state().word()));
    }

    private Response refund(Request request) {
        StaffPayments.Wanted wanted = request.maybeBody(fields -> new StaffPayments.Wanted(
                fields.maybeObject("amount").map(Money::read), fields.maybeText("reason", 500),
                request.who().name(), request.key()));
        PaymentRow row = find(request);
        record(request, row, "refund", wanted.reason());
        return switch (payments.staff().refund(row, wanted)) {
            case StaffPayments.RefundResult.Made _ -> show(201, request, again(row));
            case StaffPayments.RefundResult.TooMuch much -> throw new Problem(409, "refundTooHigh",
                    "So much cannot be refunded", much.left() + " is left of what was charged.",
                    json -> json.put("left", much.left()));
            case StaffPayments.RefundResult.KeyReused _ ->
                    throw Outcomes.keyReused(request.key().orElse(""));
        };
    }

    private Response refunded(Request request) {
        String refund = request.body(fields -> fields.text("refund", 100));
        PaymentRow row = find(request);
        boolean done = payments.refunds(row).stream().anyMatch(each -> each.id().equals(refund)
                && each.state() == Refund.State.DONE);
        if (!done) {
            record(request, row, "mark a refund as paid", Optional.empty());
        }
        if (!done && !payments.staff().paidBack(row, refund)) {
            throw state(row, "No refund " + refund + " waits to be paid by hand.");
        }
        return show(200, request, again(row));
    }

    private Response capture(Request request) {
        return owed(request, "charge again", payments.staff()::captureAgain);
    }

    private Response forgive(Request request) {
        return owed(request, "forgive what is owed", payments.staff()::forgive);
    }

    private Response owed(
            Request request, String what, Function<PaymentRow, Optional<PaymentRow>> change) {
        request.maybeBody(fields -> true);
        PaymentRow row = find(request);
        record(request, row, what, Optional.empty());
        return show(200, request, change.apply(row)
                .orElseThrow(() -> state(again(row), "Nothing is owed.")));
    }

    /// Who asked for it is in the history of the hold and of its booking.
    private void record(Request request, PaymentRow row, String what, Optional<String> why) {
        trail.record(row.workspace(), row.hold(), what, request.who().name(), why);
    }

    private Response received(Request request) {
        request.maybeBody(fields -> true);
        PaymentRow row = find(request);
        record(request, row, "mark as received", Optional.empty());
        return show(200, request, payments.staff().received(row)
                .orElseThrow(() -> state(again(row), "It does not wait for a bank transfer.")));
    }
}
