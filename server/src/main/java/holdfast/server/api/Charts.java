package holdfast.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.access.Right;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Chart;
import holdfast.server.catalog.Draft;
import holdfast.server.catalog.Ids;
import holdfast.server.catalog.SeatNames;
import holdfast.server.catalog.Stored;
import holdfast.server.catalog.Thing;
import holdfast.server.checkout.CatalogChanges;
import holdfast.server.checkout.CatalogChanges.Plan;
import holdfast.server.checkout.ChangeResult;
import holdfast.server.http.Answer;
import holdfast.server.http.Call;
import holdfast.server.http.Problem;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.server.json.Merge;
import java.util.List;
import java.util.Optional;

/// Seating charts: saved once and used by many events. An event keeps the version of the chart that
/// it was made or changed with; a later version is one that events can be changed to.
public final class Charts {
    private final Catalog catalog;
    private final CatalogChanges changes;

    public Charts(Catalog catalog, CatalogChanges changes) {
        this.catalog = catalog;
        this.changes = changes;
    }

    public List<Route> routes() {
        return List.of(
                new Route("POST", "/v1/charts", Right.MANAGE, "createChart",
                        "Save a seating chart.", this::create),
                new Route("GET", "/v1/charts", Right.READ, "listCharts",
                        "The seating charts.", this::list),
                new Route("GET", "/v1/charts/{id}", Right.READ, "readChart",
                        "One seating chart.", this::read),
                new Route("PATCH", "/v1/charts/{id}", Right.MANAGE, "changeChart",
                        "Make the chart's next version; events keep theirs until they are "
                                + "changed to it.", this::change),
                new Route("DELETE", "/v1/charts/{id}", Right.MANAGE, "removeChart",
                        "Take a chart off the list; events that use it keep it.", this::remove));
    }

    private Answer create(Call call) {
        byte[] body = call.bytes();
        Fields fields = Json.read(body);
        Chart chart = fields.make(() -> Chart.read(fields));
        fields.done();
        SeatNames.check(chart);
        String id = Ids.next(Thing.Kind.CHART.prefix());
        ChangeResult result = changes.change(Changing.request(call, body),
                () -> new Plan.Write(Draft.of(id, chart)));
        Stored<Chart> made = Changing.done(result).only(Chart.class);
        return shown(201, made).header("Location", "/v1/charts/" + made.id());
    }

    private static Answer shown(int status, Stored<Chart> chart) {
        return Answer.json(status, json -> write(json, chart)).header("ETag", chart.tag());
    }

    private static void write(Json json, Stored<Chart> chart) {
        json.put("id", chart.id()).put("version", chart.version());
        chart.thing().write(json);
    }

    private Stored<Chart> find(Call call) {
        return catalog.find(call.workspace(), call.path("id"), Chart.class)
                .filter(Stored::listed).orElseThrow(() -> Problem.unknown(call.path("id")));
    }

    private Answer list(Call call) {
        call.onlyQuery("limit", "after");
        List<Stored<Chart>> charts = catalog.all(call.workspace(), Chart.class).stream()
                .filter(Stored::listed).toList();
        return Paging.page(call, charts, chart -> Place.of(chart.id()), (json, chart) -> json
                .put("id", chart.id()).put("version", chart.version())
                .put("name", chart.thing().name())
                .array("areas", chart.thing().parts(), (out, part) -> out.put("id", part.id())
                        .put("name", part.name()).put("seats", part.seating().count())));
    }

    private Answer read(Call call) {
        call.onlyQuery();
        Stored<Chart> chart = find(call);
        return call.has(chart.tag()) ? Answer.empty(304).header("ETag", chart.tag())
                : shown(200, chart);
    }

    private Answer change(Call call) {
        JsonNode patch = Json.tree(call.bytes());
        ChangeResult result = changes.change(Changing.request(call), () -> {
            long version = call.ifMatch(() -> find(call).version());
            Stored<Chart> seen = find(call);
            return seen.version() == version
                    ? new Plan.Write(Draft.after(seen, changed(seen.thing(), patch)))
                    : new Plan.Stale(seen.version());
        });
        return shown(200, Changing.done(result).only(Chart.class));
    }

    private static Chart changed(Chart before, JsonNode patch) {
        Fields fields = Merge.onto(before::write, patch);
        Chart chart = fields.make(() -> Chart.read(fields));
        fields.done();
        SeatNames.check(chart);
        return chart;
    }

    private Answer remove(Call call) {
        Changing.done(changes.change(Changing.request(call),
                () -> Changing.listed(find(call), call.maybeIfMatch(() -> find(call).version()),
                        false)));
        return Answer.empty(204);
    }
}
