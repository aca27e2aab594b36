package holdfast.server.http;

import holdfast.server.access.Who;
import io.helidon.webserver.http.ServerRequest;

/// Lets a request in, or refuses it with a {@link Problem}: who it is, and whether they come too
/// often.
@FunctionalInterface
public interface Entrance {
    Who enter(ServerRequest request, Route route);
}
