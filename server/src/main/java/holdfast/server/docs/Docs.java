package holdfast.server.docs;

import holdfast.server.access.Right;
import holdfast.server.http.Answer;
import holdfast.server.http.Call;
import holdfast.server.http.Problem;
import holdfast.server.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The description of the API: `/openapi.json`, `/docs`, and what each outcome means. Nothing on
/// these pages comes from anywhere else, so that they can be read without a network.
public final class Docs {
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

    private final Described described = new Described();
    private final String outcomes = Described.text("outcomes.md");
    private final List<Route> all = new ArrayList<>();
    private final byte[] openApi;
    private final byte[] page;

    /// The description of these routes and of its own.
    public Docs(List<Route> others) {
        all.addAll(others);
        all.addAll(routes());
        openApi = new OpenApi(described).write(all);
        page = new Page(described).write(all.stream().filter(Described::isApi).toList());
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/openapi.json", Right.NONE, "openApi",
                        "This API in OpenAPI 3.1.", this::openApi),
                new Route("GET", "/docs", Right.NONE, "docs",
                        "This API for people.", call -> html(page)),
                new Route("GET", "/docs/outcomes", Right.NONE, "outcomes",
                        "What every outcome means.", call -> shown(outcomes)),
                new Route("GET", "/docs/outcomes/{name}", Right.NONE, "outcome",
                        "What one outcome means, and what to do next.", this::outcome));
    }

    private Answer openApi(Call call) {
        call.onlyQuery();
        return Answer.bytes(200, "application/json", openApi)
                .header("Access-Control-Allow-Origin", "*");
    }

    private Answer outcome(Call call) {
        String section = Markup.section(outcomes, call.path("name"));
        if (section.isEmpty()) {
            throw Problem.unknown(call.path("name"));
        }
        return shown(section + "\n\n[All outcomes](#outcomes)\n");
    }

    private static Answer shown(String markdown) {
        return html(Page.framed("Outcomes", Markup.html(markdown))
                .getBytes(StandardCharsets.UTF_8));
    }

    private static Answer html(byte[] content) {
        return Answer.bytes(200, "text/html; charset=utf-8", content)
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff");
    }
}
