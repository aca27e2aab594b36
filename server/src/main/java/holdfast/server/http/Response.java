package holdfast.server.http;

import holdfast.server.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// An answer: status, headers and a body, which is complete or a stream.
public record Response(int status, Map<String, String> headers, Body body) {

    public Response {
        headers = Map.copyOf(headers);
    }

    public sealed interface Body {}

    /// Not a record: records compare arrays by identity.
    public static final class Bytes implements Body {
        private final byte[] content;

        Bytes(byte[] content) {
            this.content = content;
        }

        byte[] content() {
            return content;
        }
    }

    /// A body that is written while it is produced. The writer is called once and may take long.
    public record Stream(Writer writer) implements Body {}

    @FunctionalInterface
    public interface Writer {
        void write(OutputStream out) throws IOException;
    }

    public static Response bytes(int status, String type, byte[] content) {
        return new Response(status, Map.of("Content-Type", type), new Bytes(content));
    }

    public static Response json(int status, Consumer<Json> content) {
        return bytes(status, "application/json", Json.object(content));
    }

    public static Response stream(String type, Writer writer) {
        return new Response(200, Map.of("Content-Type", type), new Stream(writer));
    }

    public static Response empty(int status) {
        return new Response(status, Map.of(), new Bytes(new byte[0]));
    }

    /// The body of an answer that is complete; a stream has none here.
    public byte[] content() {
        return body instanceof Bytes whole ? whole.content() : new byte[0];
    }

    public Response header(String name, String value) {
        return headers(Map.of(name, value));
    }

    public Response headers(Map<String, String> more) {
        if (more.isEmpty()) {
            return this;
        }
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(more);
        return new Response(status, all, body);
    }
}
