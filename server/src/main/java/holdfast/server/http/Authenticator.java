package holdfast.server.http;

import holdfast.server.auth.Principal;
import io.helidon.webserver.http.ServerRequest;
import java.util.Map;

/// Authenticates a request, or refuses it with a {@link Problem}: credentials, permission, rate
/// limits.
@FunctionalInterface
public interface Authenticator {
    /// Accepts every request, as an anonymous principal.
    Authenticator ANONYMOUS = (request, route) -> new Entered(Principal.ANONYMOUS,
            request.remotePeer().host(), Map.of());

    Entered enter(ServerRequest request, Route route);

    /// An authenticated request.
    ///
    /// @param address the client's address, behind any trusted proxy
    /// @param headers headers for the answer, such as rate limits
    record Entered(Principal who, String address, Map<String, String> headers) {}
}
