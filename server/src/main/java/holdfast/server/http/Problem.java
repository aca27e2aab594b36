package holdfast.server.http;

import holdfast.server.json.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// A refusal as `application/problem+json`. Its type ends with the outcome's name, a heading in
/// docs/outcomes.md. It is thrown by resources and caught by the HTTP server.
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final String TYPES = "/docs/outcomes/";

    private final int status;
    private final String outcome;
    private final String title;
    private final transient Consumer<Json> fields;
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    public Problem(int status, String outcome, String title, String detail) {
        this(status, outcome, title, detail, json -> {});
    }

    /// A refusal with fields of its own.
    ///
    /// @param fields the outcome's own fields
    public Problem(
            int status, String outcome, String title, String detail, Consumer<Json> fields) {
        super(detail, null, false, false);
        this.status = status;
        this.outcome = outcome;
        this.title = title;
        this.fields = fields;
    }

    public static Problem invalid(String field, String detail) {
        return new Problem(400, "invalid", "The request cannot be understood", detail,
                json -> json.put("field", field));
    }

    public static Problem unknown(String id) {
        return new Problem(404, "unknown", "Not found",
                "There is no " + id + " in this workspace.",
                json -> json.texts("ids", java.util.List.of(id)));
    }

    public static Problem forbidden(String detail) {
        return new Problem(403, "forbidden", "Permission denied", detail);
    }

    public static Problem overloaded(Duration retryAfter) {
        return new Problem(503, "overloaded", "The server is overloaded",
                "The request was not processed. Wait a moment and send it again.")
                .header("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
    }

    public Problem header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public int status() {
        return status;
    }

    public String outcome() {
        return outcome;
    }

    /// The refusal as JSON.
    public byte[] body() {
        return Json.object(json -> {
            json.put("type", TYPES + outcome).put("title", title).put("status", status)
                    .put("detail", String.valueOf(getMessage()));
            fields.accept(json);
        });
    }

    Response answer() {
        return Response.bytes(status, "application/problem+json", body()).headers(headers);
    }
}
