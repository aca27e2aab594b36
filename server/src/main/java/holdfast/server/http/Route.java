package holdfast.server.http;

import holdfast.server.auth.Permission;

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

    /// Whether a caller who may only read may use it.
    public boolean readsOnly() {
        return method.equals("GET") || handler instanceof Reader;
    }
}
