package holdfast.server.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Renders the precompiled templates, and sends them with the headers for a page.
public final class Pages {
    /// Content security policy: nothing from other origins and nothing inline. So HTML in a name
    /// does no harm even if it is not escaped. The desk shows pages of the storefront in a frame.
    static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; "
            + "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
            + "frame-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'self'";
    static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", POLICY, "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "same-origin", "Cache-Control", "no-store",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()");

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);

    /// Renders the template next to a class.
    public Response page(Request request, int status, Class<?> beside, Map<String, Object> with) {
        return CompressedBody.of(html(beside, with).getBytes(StandardCharsets.UTF_8))
                .answer(request, status, "text/html; charset=utf-8").headers(HEADERS);
    }

    /// The same as a text.
    public String html(Class<?> beside, Map<String, Object> with) {
        StringOutput out = new StringOutput(8_192);
        engine.render(beside.getName().replace('.', '/') + ".jte", with, out);
        return out.toString();
    }

    /// Redirects after a form, so that a reload does not send the form again.
    public static Response seeOther(String place) {
        return Response.empty(303).headers(Map.of("Location", place, "Cache-Control", "no-store"));
    }
}
