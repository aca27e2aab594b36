package holdfast.server.web;

import holdfast.server.http.Request;
import holdfast.server.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// A page that is the same for all visitors: rendered and compressed once, and cached by browsers
/// for some minutes.
public final class KeptPage {
    private static final String KEPT = "public, max-age=300";

    private final CompressedBody body;
    private final String type;

    private KeptPage(String text, String type) {
        this.body = CompressedBody.of(text.getBytes(StandardCharsets.UTF_8));
        this.type = type;
    }

    public static KeptPage html(String html) {
        return new KeptPage(html, "text/html; charset=utf-8");
    }

    public static KeptPage text(String text) {
        return new KeptPage(text, "text/plain; charset=utf-8");
    }

    public Response answer(Request request) {
        Map<String, String> headers = new HashMap<>(Pages.HEADERS);
        headers.put("Cache-Control", KEPT);
        return body.answer(request, 200, type).headers(headers);
    }
}
