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
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/// Lets in whoever has a key that opens the route.
public final class Gate implements Entrance {
    private static final String SCHEME = "Bearer ";
    private static final int LONGEST = 600;

    private final KeyRing ring;
    private final Rates rates;
    private final Addresses addresses;

    public Gate(KeyRing ring, Rates rates, Addresses addresses) {
        this.ring = ring;
        this.rates = rates;
        this.addresses = addresses;
    }

    @Override
    public Entered enter(ServerRequest request, Route route) {
        Optional<InetAddress> from = addresses.of(request);
        String address = from.map(InetAddress::getHostAddress).orElse("");
        if (route.right() == Right.NONE) {
            // Whoever watches the server must be able to, above all when much is going on.
            Map<String, String> told =
                    route.path().startsWith("/v1/") ? rates.address(from) : Map.of();
            return new Entered(Who.NOBODY, address, told);
        }
        Optional<String> sent = request.headers().first(HeaderNames.AUTHORIZATION);
        Optional<Pass> pass = sent.flatMap(Gate::bearer).flatMap(ring::find);
        boolean secret = pass.isPresent() && pass.get().means() == Pass.Means.SECRET_KEY;
        Map<String, String> told = Rates.both(
                secret ? Map.of() : rates.address(from),
                pass.map(rates::key).orElse(Map.of()));
        Who who = pass.orElseThrow(() -> unauthorized(sent.isPresent())).who();
        if (!who.may(route.right())) {
            throw Problem.forbidden("This asks for the right to " + saying(route.right()) + ".");
        }
        return new Entered(who, address, told);
    }

    private static Optional<String> bearer(String sent) {
        boolean fits = sent.length() <= LONGEST
                && sent.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return fits ? Optional.of(sent.substring(SCHEME.length()).strip()) : Optional.empty();
    }

    private static Problem unauthorized(boolean sent) {
        Problem problem = new Problem(401, "unauthorized", "Who is asking?",
                sent ? "There is no such key, or it was revoked."
                        : "Send a key, as in Authorization: Bearer sk_…");
        return problem.header("WWW-Authenticate",
                "Bearer realm=\"Holdfast\"" + (sent ? ", error=\"invalid_token\"" : ""));
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
