package holdfast.server.http;

import holdfast.server.auth.Principal;
import io.helidon.webserver.http.ServerRequest;
import java.util.Map;

/// Lets a request in, or refuses it with a {@link Problem}: who it is, and whether they come too
/// often.
@FunctionalInterface
public interface Authenticator {
    /// Lets everybody in as nobody in particular.
    Authenticator EVERYBODY = (request, route) -> new Entered(Principal.NOBODY,
            request.remotePeer().host(), Map.of());

    Entered enter(ServerRequest request, Route route);

    /// Whoever came in.
    ///
    /// @param address where from, behind whatever proxy
    /// @param headers what the answer tells them, as how often they may come again
    record Entered(Principal who, String address, Map<String, String> headers) {}
}
