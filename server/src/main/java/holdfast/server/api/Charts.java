package holdfast.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.access.Right;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Chart;
import holdfast.server.catalog.Keys;
import holdfast.server.catalog.Stored;
import holdfast.server.catalog.Thing;
import holdfast.server.http.Answer;
import holdfast.server.http.Call;
import holdfast.server.http.Problem;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.server.json.Merge;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Seating charts: saved once and used by many events.
public final class Charts {
    private final Catalog catalog;
    private final Keys keys;

    public Charts(Catalog catalog, Keys keys) {
        this.catalog = catalog;
        this.keys = keys;
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
                        "Change a chart, for what is put on sale from now on.", this::change),
                new Route("DELETE", "/v1/charts/{id}", Right.MANAGE, "removeChart",
                        "Take a chart off the list; events that use it keep it.", this::remove));
    }

    private Answer create(Call call) {
        byte[] body = call.bytes();
        Fields fields = Json.read(body);
        Chart chart = fields.make(() -> Chart.read(fields));
        fields.done();
        String request = "createChart " + new String(body, StandardCharsets.UTF_8);
        return switch (keys.claim(
                call.workspace(), call.key(), request, Thing.Kind.CHART.prefix())) {
            case Keys.Claimed.Reused reused -> throw Outcomes.keyReused(reused.key());
            case Keys.Claimed.Mine mine -> {
                Stored<Chart> made = catalog
                        .add(call.workspace(), mine.id(), chart, call.who().name())
                        .or(() -> first(call, mine.id()))
                        .orElseThrow(() -> Problem.unknown(mine.id()));
                yield shown(201, made).header("Location", "/v1/charts/" + made.id());
            }
        };
    }

    /// What the same request made before, whatever became of it since.
    private Optional<Stored<Chart>> first(Call call, String id) {
        return catalog.versions(call.workspace(), id).stream().findFirst()
                .flatMap(each -> each.thing() instanceof Chart chart
                        ? Optional.of(new Stored<>(each.id(), each.version(), chart,
                                each.listed(), each.at(), each.author()))
                        : Optional.empty());
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
        return Paging.page(call, charts, Stored::id, (json, chart) -> json
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
        long version = call.ifMatch(() -> find(call).version());
        Stored<Chart> seen = find(call);
        JsonNode patch = Json.tree(call.bytes());
        if (seen.version() != version) {
            throw Outcomes.stale(seen.version());
        }
        Fields fields = Merge.onto(seen.thing()::write, patch);
        Chart chart = fields.make(() -> Chart.read(fields));
        fields.done();
        return shown(200, catalog.change(call.workspace(), seen, chart, call.who().name())
                .orElseThrow(() -> Outcomes.stale(version + 1)));
    }

    private Answer remove(Call call) {
        Stored<Chart> seen = find(call);
        call.maybeIfMatch(seen::version)
                .filter(version -> version != seen.version()).ifPresent(version -> {
            throw Outcomes.stale(seen.version());
        });
        return catalog.list(call.workspace(), seen, false, call.who().name())
                .map(gone -> Answer.empty(204))
                .orElseThrow(() -> Outcomes.stale(seen.version() + 1));
    }
}
