package holdfast.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.auth.Permission;
import holdfast.server.booking.CatalogChanges;
import holdfast.server.booking.CatalogChanges.Plan;
import holdfast.server.booking.ChangeResult;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.Chart;
import holdfast.server.catalog.Draft;
import holdfast.server.catalog.RandomIds;
import holdfast.server.catalog.SeatNames;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.server.json.Merge;
import java.util.List;
import java.util.Optional;

/// Seating charts, used by many events. An event keeps the version of the chart that it was made or
/// changed with; it can be changed to a later version.
public final class Charts {
    private final Catalog catalog;
    private final CatalogChanges changes;

    public Charts(Catalog catalog, CatalogChanges changes) {
        this.catalog = catalog;
        this.changes = changes;
    }

    public List<Route> routes() {
        return List.of(
                new Route("POST", "/v1/charts", Permission.MANAGE, "createChart",
                        "Create a seating chart.", this::create),
                new Route("GET", "/v1/charts", Permission.READ, "listCharts",
                        "The seating charts.", this::list),
                new Route("GET", "/v1/charts/{id}", Permission.READ, "readChart",
                        "One seating chart.", this::read),
                new Route("PATCH", "/v1/charts/{id}", Permission.MANAGE, "changeChart",
                        "Create the chart's next version; events keep theirs until they are "
                                + "changed to it.",
                        this::change),
                new Route("DELETE", "/v1/charts/{id}", Permission.MANAGE, "removeChart",
                        "Withdraw a chart; events that use it keep it.", this::remove));
    }

    private Response create(Request request) {
        byte[] body = request.bytes();
        Fields fields = Json.read(body);
        Chart chart = fields.make(() -> Chart.read(fields));
        fields.done();
        SeatNames.check(chart);
        String id = RandomIds.next(CatalogEntry.Kind.CHART.prefix());
        ChangeResult result = changes.change(CatalogRequests.request(request, body),
                () -> new Plan.Write(Draft.of(id, chart)));
        Versioned<Chart> made = CatalogRequests.done(result).only(Chart.class);
        return shown(201, made).header("Location", "/v1/charts/" + made.id());
    }

    private static Response shown(int status, Versioned<Chart> chart) {
        return Response.json(status, json -> write(json, chart)).header("ETag", chart.tag());
    }

    private static void write(Json json, Versioned<Chart> chart) {
        json.put("id", chart.id()).put("version", chart.version());
        chart.entry().write(json);
    }

    private Versioned<Chart> find(Request request) {
        return catalog.find(request.workspace(), request.path("id"), Chart.class)
                .filter(Versioned::listed).orElseThrow(() -> Problem.unknown(request.path("id")));
    }

    private Response list(Request request) {
        request.onlyQuery("limit", "after");
        List<Versioned<Chart>> charts = catalog.all(request.workspace(), Chart.class).stream()
                .filter(Versioned::listed).toList();
        return Paging.page(request, charts, chart -> PageMark.of(chart.id()), (json, chart) -> json
                .put("id", chart.id()).put("version", chart.version())
                .put("name", chart.entry().name())
                .array("areas", chart.entry().parts(), (out, part) -> out.put("id", part.id())
                        .put("name", part.name()).put("seats", part.seating().count())));
    }

    private Response read(Request request) {
        request.onlyQuery();
        Versioned<Chart> chart = find(request);
        return request.has(chart.tag()) ? Response.empty(304).header("ETag", chart.tag())
                : shown(200, chart);
    }

    private Response change(Request request) {
        JsonNode patch = Json.tree(request.bytes());
        ChangeResult result = changes.change(CatalogRequests.request(request), () -> {
            long version = request.ifMatch(() -> find(request).version());
            Versioned<Chart> seen = find(request);
            return seen.version() == version
                    ? new Plan.Write(Draft.after(seen, changed(seen.entry(), patch)))
                    : new Plan.Stale(seen.version());
        });
        return shown(200, CatalogRequests.done(result).only(Chart.class));
    }

    private static Chart changed(Chart before, JsonNode patch) {
        Fields fields = Merge.onto(before::write, patch);
        Chart chart = fields.make(() -> Chart.read(fields));
        fields.done();
        SeatNames.check(chart);
        return chart;
    }

    private Response remove(Request request) {
        CatalogRequests.done(changes.change(CatalogRequests.request(request),
                () -> CatalogRequests.listed(find(request),
                        request.maybeIfMatch(() -> find(request).version()),
                        false)));
        return Response.empty(204);
    }
}
