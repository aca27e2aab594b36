package holdfast.server.api;

import holdfast.server.auth.CodeGuesses;
import holdfast.server.auth.Permission;
import holdfast.server.auth.RateLimit;
import holdfast.server.booking.HoldTokens;
import holdfast.server.booking.Reductions;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.payment.Payments;
import java.util.List;
import java.util.Optional;

/// Discount codes and gift cards of a hold.
public final class HoldCodes {
    private final Reductions reductions;
    private final HoldJson json;
    private final HoldTokens tokens;
    private final Payments payments;
    private final CodeGuesses guesses;

    public HoldCodes(
            Reductions reductions, HoldJson json, HoldTokens tokens, Payments payments,
            CodeGuesses guesses) {
        this.reductions = reductions;
        this.json = json;
        this.tokens = tokens;
        this.payments = payments;
        this.guesses = guesses;
    }

    public List<Route> routes() {
        return List.of(
                new Route("POST", "/v1/holds/{id}/codes", Permission.BUY, "addHoldCode",
                        "Use a discount code or a gift card for a hold.", this::add),
                new Route("DELETE", "/v1/holds/{id}/codes/{code}", Permission.BUY,
                        "removeHoldCode", "Give a discount code or a gift card back.",
                        this::remove));
    }

    private Response add(Request request) {
        String code = request.body(fields -> fields.text("code", 100));
        Reductions.Target target = target(request);
        Optional<String> guesser = Holds.bounded(request);
        guesser.flatMap(guesses::pause).ifPresent(pause -> {
            throw tooMany(pause);
        });
        Reductions.Result result = reductions.add(target, code);
        if (result instanceof Reductions.Result.Refused) {
            guesser.ifPresent(guesses::wrong);
        }
        return answer(request, result);
    }

    private Response remove(Request request) {
        return answer(request, reductions.remove(target(request), request.path("code")));
    }

    private Reductions.Target target(Request request) {
        String id = Holds.id(request, tokens);
        Optional<Integer> version = request.maybeIfMatch(() -> reductions
                .find(request.workspace(), id).orElseThrow(() -> Problem.unknown(id)).version())
                .map(Holds::version);
        Holds.unpaid(payments, request.workspace(), id);
        return new Reductions.Target(request.workspace(), id, version);
    }

    private Response answer(Request request, Reductions.Result result) {
        return switch (result) {
            case Reductions.Result.Changed done -> Response.json(200,
                    out -> json.write(out, request.workspace(), done.hold()))
                    .header("ETag", "\"" + done.hold().version() + "\"");
            case Reductions.Result.Refused refused -> throw new Problem(409, "codeRefused",
                    "The code cannot be used", text(refused.why()),
                    out -> out.put("field", "code").put("reason", refused.why().word()));
            case Reductions.Result.Other other -> throw Outcomes.problem(other.refusal());
        };
    }

    private static String text(Reductions.Why why) {
        return switch (why) {
            case UNKNOWN -> "There is no such code.";
            case NOT_YET -> "The code cannot be used yet.";
            case EXPIRED -> "The code has expired.";
            case USED_UP -> "The code is used up.";
            case NOT_FOR_THESE_ITEMS -> "The code is not for these items.";
            case USED_BY_THIS_CUSTOMER -> "This customer has used the code before.";
            case CUSTOMER_MISSING ->
                    "The code is for one use per customer, and the hold names no customer.";
        };
    }

    static Problem tooMany(RateLimit.Decision pause) {
        return new Problem(429, "tooMany", "Too many requests",
                "Too many codes were refused. Wait " + pause.pause() + " s.")
                .header("Retry-After", Long.toString(Math.max(1, pause.pause())));
    }
}
