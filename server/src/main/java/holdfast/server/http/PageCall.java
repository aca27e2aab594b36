package holdfast.server.http;

import java.util.Map;

/// A request that a page makes to another route of this server, for the visitor who sent the page's
/// own request. So pages and the API share one handler for each change.
///
/// @param arguments the values of the path's variables
/// @param headers   such as `If-Match` and `Idempotency-Key`; the visitor's own headers are kept
/// @param body      JSON, or empty
public record PageCall(
        Route route, Map<String, String> arguments, Map<String, String> query,
        Map<String, String> headers, String body) {
    public PageCall {
        arguments = Map.copyOf(arguments);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }
}
