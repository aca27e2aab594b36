package holdfast.server.gate;

import holdfast.server.access.KeyRing;
import holdfast.server.access.Pass;
import holdfast.server.access.Right;
import holdfast.server.access.Who;
import holdfast.server.http.Entrance;
import holdfast.server.http.Problem;
import holdfast.server.http.Route;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/// Lets in whoever has a key that opens the route.
public final class Gate implements Entrance {
    private static final String SCHEME = "Bearer ";
    private static final int LONGEST = 600;

    private final KeyRing ring;

    public Gate(KeyRing ring) {
        this.ring = ring;
    }

    @Override
    public Who enter(ServerRequest request, Route route) {
        if (route.right() == Right.NONE) {
            return Who.NOBODY;
        }
        Who who = pass(request).who();
        if (!who.may(route.right())) {
            throw Problem.forbidden("This asks for the right to " + saying(route.right()) + ".");
        }
        return who;
    }

    private Pass pass(ServerRequest request) {
        Optional<String> sent = request.headers().first(HeaderNames.AUTHORIZATION);
        if (sent.isEmpty()) {
            throw unauthorized("Send a key, as in Authorization: Bearer sk_…", "");
        }
        return bearer(sent.get()).flatMap(ring::find).orElseThrow(() -> unauthorized(
                "There is no such key, or it was revoked.", ", error=\"invalid_token\""));
    }

    private static Optional<String> bearer(String sent) {
        boolean fits = sent.length() <= LONGEST
                && sent.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return fits ? Optional.of(sent.substring(SCHEME.length()).strip()) : Optional.empty();
    }

    private static Problem unauthorized(String detail, String error) {
        return new Problem(401, "unauthorized", "Who is asking?", detail)
                .header("WWW-Authenticate", "Bearer realm=\"Holdfast\"" + error);
    }

    private static String saying(Right right) {
        return switch (right) {
            case NONE, BUY -> "see and hold what is on sale";
            case READ -> "see everything";
            case DESK -> "sell and cancel for customers";
            case MANAGE -> "change what is on sale";
            case OWN -> "do everything";
        };
    }
}
