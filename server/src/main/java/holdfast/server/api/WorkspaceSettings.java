package holdfast.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.auth.Permission;
import holdfast.server.booking.CatalogChanges;
import holdfast.server.booking.CatalogChanges.Plan;
import holdfast.server.booking.ChangeResult;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Draft;
import holdfast.server.catalog.Terms;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.server.json.Merge;
import java.util.List;
import java.util.Optional;

/// A workspace's rules and the look of its pages.
public final class WorkspaceSettings {
    private final Catalog catalog;
    private final CatalogChanges changes;

    public WorkspaceSettings(Catalog catalog, CatalogChanges changes) {
        this.catalog = catalog;
        this.changes = changes;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/workspace", Permission.BUY, "readWorkspace",
                        "The workspace's name, rules and colour.", this::read),
                new Route("PATCH", "/v1/workspace", Permission.MANAGE, "changeWorkspace",
                        "Change some of the workspace's settings.", this::change));
    }

    private Optional<Versioned<Terms>> find(Request request) {
        return catalog.find(request.workspace(), Terms.ID, Terms.class);
    }

    private Response read(Request request) {
        request.onlyQuery();
        return show(request, find(request));
    }

    private static Response show(Request request, Optional<Versioned<Terms>> terms) {
        long version = terms.map(Versioned::version).orElse(0L);
        return Response.json(200, json -> {
            json.put("id", request.workspace()).put("version", version);
            terms.map(Versioned::entry).orElse(Terms.USUAL).write(json);
        }).header("ETag", "\"" + version + "\"");
    }

    private Response change(Request request) {
        JsonNode patch = Json.tree(request.bytes());
        ChangeResult result = changes.change(CatalogRequests.request(request), () -> {
            Optional<Versioned<Terms>> seen = find(request);
            long now = seen.map(Versioned::version).orElse(0L);
            return now == request.ifMatch(() -> now)
                    ? new Plan.Write(new Draft(Terms.ID, now, changed(seen, patch), true))
                    : new Plan.Stale(now);
        });
        return show(request, Optional.of(CatalogRequests.done(result).only(Terms.class)));
    }

    private static Terms changed(Optional<Versioned<Terms>> seen, JsonNode patch) {
        Fields fields = Merge.onto(seen.map(Versioned::entry).orElse(Terms.USUAL)::write, patch);
        Terms terms = fields.make(() -> Terms.read(fields));
        fields.done();
        return terms;
    }
}
