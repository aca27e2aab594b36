package holdfast.server.docs;

import holdfast.server.auth.Permission;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Serves the API's documentation: `/openapi.json`, `/docs`, and the meaning of each outcome. The
/// pages load nothing from other origins, so they work without internet access.
public final class ApiDocs {
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

    private final RouteDocs described = new RouteDocs();
    private final String outcomes = RouteDocs.text("outcomes.md");
    private final List<Route> all = new ArrayList<>();
    private final byte[] openApi;
    private final byte[] page;

    /// Documents these routes and its own.
    public ApiDocs(List<Route> others) {
        all.addAll(others);
        all.addAll(routes());
        openApi = new OpenApi(described).write(all);
        page = new ApiPage(described).write(all.stream().filter(RouteDocs::isApi).toList());
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/openapi.json", Permission.NONE, "openApi",
                        "This API in OpenAPI 3.1.", this::openApi),
                new Route("GET", "/docs", Permission.NONE, "docs",
                        "The documentation of the API, for readers.", request -> html(page)),
                new Route("GET", "/docs/outcomes", Permission.NONE, "outcomes",
                        "The meaning of every outcome.",
                        request -> framed(MarkdownHtml.html(outcomes))),
                new Route("GET", "/docs/outcomes/{name}", Permission.NONE, "outcome",
                        "The meaning of one outcome, and what a client does next.", this::outcome));
    }

    private Response openApi(Request request) {
        request.onlyQuery();
        return Response.bytes(200, "application/json", openApi)
                .header("Access-Control-Allow-Origin", "*");
    }

    private Response outcome(Request request) {
        String section = MarkdownHtml.section(
                outcomes, request.path("name"), "[All outcomes](#outcomes)");
        if (section.isEmpty()) {
            throw Problem.unknown(request.path("name"));
        }
        return framed(section);
    }

    private static Response framed(String html) {
        return html(ApiPage.framed("Outcomes", html).getBytes(StandardCharsets.UTF_8));
    }

    private static Response html(byte[] content) {
        return Response.bytes(200, "text/html; charset=utf-8", content)
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff");
    }
}
