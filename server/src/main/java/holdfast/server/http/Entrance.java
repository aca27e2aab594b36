package holdfast.server.http;

import holdfast.server.access.Who;
import io.helidon.webserver.http.ServerRequest;
import java.util.Map;

/// Lets a request in, or refuses it with a {@link Problem}: who it is, and whether they come too
/// often.
@FunctionalInterface
public interface Entrance {
    /// Lets everybody in as nobody in particular.
    Entrance EVERYBODY = (request, route) ->
            new Entered(Who.NOBODY, request.remotePeer().host(), Map.of());

    Entered enter(ServerRequest request, Route route);

    /// Whoever came in.
    ///
    /// @param address where from, behind whatever proxy
    /// @param headers what the answer tells them, as how often they may come again
    record Entered(Who who, String address, Map<String, String> headers) {}
}
