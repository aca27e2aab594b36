package holdfast.server.middleware;

import holdfast.server.auth.Access;
import holdfast.server.auth.Credentials;
import holdfast.server.auth.Identity;
import holdfast.server.auth.Permission;
import holdfast.server.auth.Principal;
import holdfast.server.http.Authenticator;
import holdfast.server.http.Problem;
import holdfast.server.http.Route;
import holdfast.server.settings.Config;
import holdfast.server.settings.KnownSettings;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/// Authenticates a request, checks the route's permission and applies the rate limits.
public final class AccessCheck implements Authenticator {
    private final Access access;
    private final RateLimits rates;
    private final ClientAddresses addresses;
    private final PublicAddress home;

    public AccessCheck(Access access, RateLimits rates, ClientAddresses addresses,
            PublicAddress home) {
        this.access = access;
        this.rates = rates;
        this.addresses = addresses;
        this.home = home;
    }

    /// Built from the settings.
    public static AccessCheck of(Access access, Config config) {
        return new AccessCheck(access,
                new RateLimits(config.get(KnownSettings.RATE_PER_KEY),
                        config.get(KnownSettings.RATE_PER_ADDRESS), access.rates()),
                new ClientAddresses(config.get(KnownSettings.TRUSTED_PROXIES)),
                new PublicAddress(config.get(KnownSettings.PUBLIC_URL)));
    }

    @Override
    public Entered enter(ServerRequest request, Route route) {
        Optional<InetAddress> from = addresses.of(request);
        String address = from.map(InetAddress::getHostAddress).orElse("");
        if (route.right() == Permission.NONE) {
            // Only /v1/ is limited here: health checks and metrics matter most under load.
            Map<String, String> limits =
                    route.path().startsWith("/v1/") ? rates.address(from) : Map.of();
            return new Entered(Principal.ANONYMOUS, address, limits);
        }
        Optional<String> header = request.headers().first(HeaderNames.AUTHORIZATION);
        Optional<Credentials> bearer = Credentials.of(
                header, request.headers().first(HeaderNames.COOKIE), home.secure());
        Optional<Identity> key = bearer.filter(sent -> !sent.cookie())
                .flatMap(sent -> access.ring().find(sent.secret()));
        // A secret key is not counted by address. Every other caller is counted before the database
        // is asked for their session.
        boolean secret = key.isPresent() && key.get().means() == Identity.Means.SECRET_KEY;
        Map<String, String> byAddress = secret ? Map.of() : rates.address(from);
        Identity identity = key.or(() -> bearer.flatMap(sent -> access.find(sent.secret())))
                .orElseThrow(() -> unauthorized(header.isPresent() || bearer.isPresent()));
        if (bearer.isPresent() && bearer.get().cookie()) {
            home.requireOwnPage(request);
        }
        Map<String, String> limits = RateLimits.both(byAddress, rates.key(identity));
        if (!identity.who().may(route.right())) {
            throw Problem.forbidden("This needs the permission to " + text(route.right()) + ".");
        }
        if (route.refusesReader(identity.who())) {
            throw Problem.forbidden("Read-only access cannot change anything.");
        }
        return new Entered(identity.who(), address, limits);
    }

    private static Problem unauthorized(boolean sent) {
        Problem problem = new Problem(401, "unauthorized", "Authentication failed",
                sent ? "There is no such key or session, or it has ended."
                        : "Send a key, as in Authorization: Bearer sk_…");
        return problem.header("WWW-Authenticate",
                "Bearer realm=\"Holdfast\"" + (sent ? ", error=\"invalid_token\"" : ""));
    }

    private static String text(Permission right) {
        return switch (right) {
            case NONE, BUY -> "read the catalogue and hold what is on sale";
            case DOOR -> "check tickets in";
            case READ -> "read everything";
            case DESK -> "sell and cancel for customers";
            case MANAGE -> "change what is on sale";
            case OWN -> "manage keys and staff";
        };
    }
}
