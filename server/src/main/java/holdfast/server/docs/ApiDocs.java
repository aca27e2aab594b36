package holdfast.server.docs;

import holdfast.server.auth.Permission;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Assets;
import holdfast.server.web.KeptPage;
import holdfast.server.web.Pages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Serves the documentation: guides, the reference of the API, the meaning of each outcome, search,
/// and `/openapi.json`. The pages load nothing from other origins, so they work without internet
/// access. They are rendered once.
public final class ApiDocs {
    private static final String ELEMENTS = "elements";
    private static final String ALL_OUTCOMES = "[All outcomes](#outcomes)";
    private static final Map<String, String> PROGRAMS = Map.of(
            "curl", "quickstart.sh", "JavaScript", "quickstart.mjs", "Java", "QuickStart.java");

    private final Pages pages = new Pages();
    private final Assets assets;
    private final List<Guide.Group> groups = Guide.all();
    private final Map<String, Guide> guides = new LinkedHashMap<>();
    private final ApiReference reference;
    private final DocsSearch search = new DocsSearch();
    private final Map<String, Optional<KeptPage>> rendered = new ConcurrentHashMap<>();
    private final List<DocsPage.Menu> menu;
    private final byte[] openApi;

    /// Documents these routes and its own.
    public ApiDocs(List<Route> others, Assets assets) {
        this.assets = assets;
        RouteDocs described = new RouteDocs();
        List<Route> all = new ArrayList<>(others);
        all.addAll(routes());
        openApi = new OpenApi(described).write(all);
        reference = new ApiReference(
                described, all.stream().filter(RouteDocs::isApi).toList());
        groups.forEach(group -> group.guides().forEach(
                guide -> guides.put(guide.name(), guide)));
        menu = menu();
        index();
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/openapi.json", Permission.NONE, "openApi",
                        "This API in OpenAPI 3.1.", this::openApi),
                page("/docs", "docs", "The first page of the documentation.", this::start),
                page("/docs/search", "searchDocs", "Search the documentation.", this::search),
                page("/docs/api", "apiReference", "The list of all routes.", this::overview),
                page("/docs/api/{resource}", "apiOfResource",
                        "The routes of one resource, and what they take and answer.",
                        this::resource),
                page("/docs/elements/guide", "elementsGuide",
                        "How to put the elements into a page.",
                        request -> guide(request, ELEMENTS)),
                page("/docs/examples/{name}", "exampleProgram",
                        "A program of the documentation.", this::example),
                page("/docs/outcomes", "outcomes", "The meaning of every outcome.",
                        request -> guide(request, "outcomes")),
                page("/docs/outcomes/{name}", "outcome",
                        "The meaning of one outcome, and what a client does next.",
                        this::outcome),
                page("/docs/{guide}", "guide", "A guide.",
                        request -> guide(request, request.path("guide"))));
    }

    private static Route page(
            String path, String name, String about, Route.Handler handler) {
        return new Route("GET", path, Permission.NONE, name, about, handler);
    }

    private Response openApi(Request request) {
        request.onlyQuery();
        return Response.bytes(200, "application/json", openApi)
                .header("Access-Control-Allow-Origin", "*");
    }

    // The menu and the index

    private List<DocsPage.Menu> menu() {
        List<DocsPage.Menu> all = new ArrayList<>();
        for (Guide.Group group : groups) {
            List<DocsPage.Place> places = new ArrayList<>();
            if (all.isEmpty()) {
                places.add(new DocsPage.Place("/docs", "Quick start"));
            }
            group.guides().forEach(guide -> places.add(
                    new DocsPage.Place(href(guide.name()), guide.title())));
            if (guides.containsKey(ELEMENTS)
                    && group.guides().contains(guides.get(ELEMENTS))) {
                places.add(new DocsPage.Place("/docs/elements", "Elements at work"));
            }
            all.add(new DocsPage.Menu(group.title(), places));
        }
        List<DocsPage.Place> resources = new ArrayList<>(
                List.of(new DocsPage.Place("/docs/api", "All routes")));
        reference.names().forEach(name -> resources.add(
                new DocsPage.Place("/docs/api/" + name, ApiReference.title(name))));
        all.add(new DocsPage.Menu("Reference", resources));
        return all;
    }

    /// The live page of the elements has the shorter address.
    private static String href(String guide) {
        return "/docs/" + guide + (guide.equals(ELEMENTS) ? "/guide" : "");
    }

    private void index() {
        guides.values().forEach(guide -> MarkdownHtml.sections(guide.source()).forEach(
                section -> search.add(guide.title(), section.title(),
                        href(guide.name()) + "#" + section.id(), section.text())));
        reference.names().forEach(name -> reference.routes(name).forEach(route -> search.add(
                "Reference", route.method() + " " + route.path(),
                "/docs/api/" + name + "#" + route.name(), route.about())));
    }

    // Pages

    private Response kept(Request request, String name, Supplier<Optional<KeptPage>> page) {
        request.onlyQuery();
        return rendered.computeIfAbsent(name, any -> page.get())
                .orElseThrow(() -> Problem.unknown(name)).answer(request);
    }

    private KeptPage framed(
            String here, String title, String body, List<DocsPage.Place> inner) {
        return KeptPage.html(html(here, title, "", body, inner));
    }

    private String html(String here, String title, String query, String body,
            List<DocsPage.Place> inner) {
        return pages.html(DocsPage.class, Map.of("view", new DocsPage.View(
                new DocsPage.Files(assets.at("docs.css"), assets.at("docs.js"),
                        assets.at("mark.svg")),
                menu, here, title, query, body, inner)));
    }

    private Response start(Request request) {
        return kept(request, "start", () -> {
            List<StartPage.Step> steps = new ArrayList<>();
            for (FirstRequests.Step step : FirstRequests.steps()) {
                steps.add(new StartPage.Step(steps.size() + 1, step.title(), step.about(),
                        step.codes().stream().map(code -> new StartPage.Code(code.language(),
                                code.text(), Objects.requireNonNull(
                                        PROGRAMS.get(code.language()))))
                                .toList()));
            }
            return Optional.of(framed("/docs", "Quick start", pages.html(StartPage.class,
                    Map.of("view", new StartPage.View(steps))), List.of()));
        });
    }

    private Response guide(Request request, String name) {
        return kept(request, name, () -> Optional.ofNullable(guides.get(name)).map(guide -> {
            String here = href(name);
            List<DocsPage.Place> inner = MarkdownHtml.sections(guide.source()).stream()
                    .filter(section -> section.level() == 2)
                    .map(section -> new DocsPage.Place(
                            here + "#" + section.id(), section.title()))
                    .toList();
            return framed(here, guide.title(),
                    MarkdownHtml.html(guide.source(), here, guides.keySet()), inner);
        }));
    }

    private Response overview(Request request) {
        return kept(request, "api", () -> Optional.of(
                framed("/docs/api", "Reference", reference.overview(), List.of())));
    }

    private Response resource(Request request) {
        String name = request.path("resource");
        return kept(request, "api/" + name, () -> reference.page(name).map(body -> framed(
                "/docs/api/" + name, ApiReference.title(name), body,
                reference.routes(name).stream().map(route -> new DocsPage.Place(
                        "/docs/api/" + name + "#" + route.name(),
                        route.method() + " " + route.path().replaceFirst("^/v1", "")))
                        .toList())));
    }

    private Response outcome(Request request) {
        String name = request.path("name");
        return kept(request, "outcomes/" + name, () -> {
            String section = MarkdownHtml.section(
                    Objects.requireNonNull(guides.get("outcomes")).source(), name, ALL_OUTCOMES,
                    "/docs/outcomes", guides.keySet());
            return section.isEmpty() ? Optional.empty()
                    : Optional.of(framed("/docs/outcomes", name,
                            "<h1>Outcomes</h1>\n<h2>What this one means</h2>\n"
                                    + section,
                            List.of()));
        });
    }

    private Response example(Request request) {
        String name = request.path("name");
        return kept(request, "examples/" + name, () -> PROGRAMS.containsValue(name)
                ? Optional.of(KeptPage.text(RouteDocs.text("examples/" + name)))
                : Optional.empty());
    }

    private Response search(Request request) {
        request.onlyQuery("q");
        String query = request.query("q", 100).orElse("").strip();
        return KeptPage.html(html("", "Search", query,
                pages.html(FoundPage.class, Map.of("view", new FoundPage.View(
                        query, search.find(query).stream().map(hit -> new FoundPage.Hit(
                                hit.place(), hit.title(), hit.href(), hit.words())).toList()))),
                List.of())).answer(request);
    }
}
