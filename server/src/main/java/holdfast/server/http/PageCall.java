package holdfast.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A request that a page makes to another route of this server, for the visitor who sent the page's
/// own request. So pages and the API share one handler for each change.
///
/// @param arguments the values of the path's variables
/// @param headers   such as `If-Match` and `Idempotency-Key`; the visitor's own headers are kept
/// @param body      JSON, a file, or empty
public record PageCall(
        Route route, Map<String, String> arguments, Map<String, String> query,
        Map<String, String> headers, Content body) {
    public PageCall {
        arguments = Map.copyOf(arguments);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /// A body. Not a record: records compare arrays by identity.
    public static final class Content {
        public static final Content NONE = of("");

        private final byte[] bytes;

        private Content(byte[] bytes) {
            this.bytes = bytes;
        }

        public static Content of(String text) {
            return new Content(text.getBytes(StandardCharsets.UTF_8));
        }

        public static Content of(byte[] file) {
            return new Content(file.clone());
        }

        byte[] bytes() {
            return bytes;
        }
    }
}
