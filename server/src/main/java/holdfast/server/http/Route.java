package holdfast.server.http;

import holdfast.server.auth.Permission;

/// One thing that can be asked for: a method and a path, who may, and what it is for. The list of
/// all routes is the API: the router, the documentation and the tests read the same one.
///
/// @param path  as in `/v1/events/{id}/free`
/// @param right what the caller must be allowed
/// @param name  a name for machines, as in `createEvent`
/// @param about one sentence for people
public record Route(
        String method, String path, Permission right, String name, String about, Handler handler) {

    @FunctionalInterface
    public interface Handler {
        Response handle(Request call);
    }

    /// One that changes nothing, although its method is POST.
    @FunctionalInterface
    public interface Reader extends Handler {}

    /// Whether who may only read may ask for it.
    public boolean readsOnly() {
        return method.equals("GET") || handler instanceof Reader;
    }
}
