package holdfast.server.http;

import holdfast.server.auth.Permission;
import holdfast.server.auth.Principal;

/// A route: method, path, permission and handler. The list of all routes is the API: the router,
/// the documentation and the tests read the same list.
///
/// @param path  as in `/v1/events/{id}/free`
/// @param right the permission that the caller needs
/// @param name  the operation's id, as in `createEvent`
/// @param about a sentence for the documentation
public record Route(
        String method, String path, Permission right, String name, String about, Handler handler) {

    @FunctionalInterface
    public interface Handler {
        Response handle(Request request);
    }

    /// A route that changes nothing, although its method is POST.
    @FunctionalInterface
    public interface Reader extends Handler {}

    /// A route that takes larger bodies than others.
    ///
    /// @param largest how many bytes, at least 1 MiB
    public record Upload(int largest, Handler handler) implements Handler {
        @Override
        public Response handle(Request request) {
            return handler.handle(request);
        }
    }

    /// How many bytes a body may have.
    int largestBody() {
        return handler instanceof Upload upload ? upload.largest() : Body.LARGEST;
    }

    /// Whether a caller who may only read may use it.
    public boolean readsOnly() {
        return method.equals("GET") || handler instanceof Reader;
    }

    /// Whether a caller who may only read would change something with it. BUY and DOOR are below
    /// READ and yet may change something.
    public boolean refusesReader(Principal who) {
        return who.right() == Permission.READ && !readsOnly()
                && (right == Permission.BUY || right == Permission.DOOR);
    }
}
