package holdfast.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.access.Right;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Draft;
import holdfast.server.catalog.Stored;
import holdfast.server.catalog.Terms;
import holdfast.server.checkout.CatalogChanges;
import holdfast.server.checkout.CatalogChanges.Plan;
import holdfast.server.checkout.ChangeResult;
import holdfast.server.http.Answer;
import holdfast.server.http.Call;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.server.json.Merge;
import java.util.List;
import java.util.Optional;

/// A workspace's own rules and how its pages look.
public final class Settings {
    private final Catalog catalog;
    private final CatalogChanges changes;

    public Settings(Catalog catalog, CatalogChanges changes) {
        this.catalog = catalog;
        this.changes = changes;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/workspace", Right.BUY, "readWorkspace",
                        "The workspace's name, rules and colour.", this::read),
                new Route("PATCH", "/v1/workspace", Right.MANAGE, "changeWorkspace",
                        "Change some of them.", this::change));
    }

    private Optional<Stored<Terms>> find(Call call) {
        return catalog.find(call.workspace(), Terms.ID, Terms.class);
    }

    private Answer read(Call call) {
        call.onlyQuery();
        return show(call, find(call));
    }

    private static Answer show(Call call, Optional<Stored<Terms>> terms) {
        long version = terms.map(Stored::version).orElse(0L);
        return Answer.json(200, json -> {
            json.put("id", call.workspace()).put("version", version);
            terms.map(Stored::thing).orElse(Terms.USUAL).write(json);
        }).header("ETag", "\"" + version + "\"");
    }

    private Answer change(Call call) {
        JsonNode patch = Json.tree(call.bytes());
        ChangeResult result = changes.change(Changing.request(call), () -> {
            Optional<Stored<Terms>> seen = find(call);
            long now = seen.map(Stored::version).orElse(0L);
            return now == call.ifMatch(() -> now)
                    ? new Plan.Write(new Draft(Terms.ID, now, changed(seen, patch), true))
                    : new Plan.Stale(now);
        });
        return show(call, Optional.of(Changing.done(result).only(Terms.class)));
    }

    private static Terms changed(Optional<Stored<Terms>> seen, JsonNode patch) {
        Fields fields = Merge.onto(seen.map(Stored::thing).orElse(Terms.USUAL)::write, patch);
        Terms terms = fields.make(() -> Terms.read(fields));
        fields.done();
        return terms;
    }
}
