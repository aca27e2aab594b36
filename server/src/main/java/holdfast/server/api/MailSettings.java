package holdfast.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.auth.Permission;
import holdfast.server.booking.CatalogChanges;
import holdfast.server.booking.CatalogChanges.Plan;
import holdfast.server.booking.ChangeResult;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Draft;
import holdfast.server.catalog.MailTerms;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.server.json.Merge;
import holdfast.server.mail.MailPreview;
import java.util.List;
import java.util.Optional;

/// How a workspace writes to its customers.
public final class MailSettings {
    private final Catalog catalog;
    private final CatalogChanges changes;
    private final MailPreview preview;

    public MailSettings(Catalog catalog, CatalogChanges changes) {
        this.catalog = catalog;
        this.changes = changes;
        this.preview = new MailPreview(catalog);
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/workspace/mails", Permission.READ, "readMailSettings",
                        "How the workspace writes to its customers.", this::read),
                new Route("PATCH", "/v1/workspace/mails", Permission.MANAGE, "changeMailSettings",
                        "Change how the workspace writes to its customers.", this::change),
                new Route("POST", "/v1/workspace/mails/preview", Permission.READ, "previewMail",
                        "What a mail says, with an example in place of a booking.",
                        (Route.Reader) this::preview));
    }

    private Optional<Versioned<MailTerms>> find(Request request) {
        return catalog.find(request.workspace(), MailTerms.ID, MailTerms.class);
    }

    private Response read(Request request) {
        request.onlyQuery();
        return show(find(request));
    }

    private static Response show(Optional<Versioned<MailTerms>> terms) {
        long version = terms.map(Versioned::version).orElse(0L);
        return Response.json(200, json -> {
            json.put("version", version);
            terms.map(Versioned::entry).orElse(MailTerms.USUAL).write(json);
        }).header("ETag", "\"" + version + "\"");
    }

    private Response preview(Request request) {
        MailPreview.Shown shown = request.body(fields -> preview.of(
                request.workspace(), MailTerms.Text.read(fields)));
        return Response.json(200, json -> json.put("subject", shown.subject())
                .put("text", shown.text())
                .object("usual", usual -> usual.put("subject", shown.usual().subject())
                        .put("greeting", shown.usual().greeting())));
    }

    private Response change(Request request) {
        JsonNode patch = Json.tree(request.bytes());
        ChangeResult result = changes.change(CatalogRequests.request(request), () -> {
            Optional<Versioned<MailTerms>> seen = find(request);
            long now = seen.map(Versioned::version).orElse(0L);
            return now == request.ifMatch(() -> now)
                    ? new Plan.Write(new Draft(MailTerms.ID, now, changed(seen, patch), true))
                    : new Plan.Stale(now);
        });
        return show(Optional.of(CatalogRequests.done(result).only(MailTerms.class)));
    }

    private static MailTerms changed(Optional<Versioned<MailTerms>> seen, JsonNode patch) {
        Fields fields =
                Merge.onto(seen.map(Versioned::entry).orElse(MailTerms.USUAL)::write, patch);
        MailTerms terms = fields.make(() -> MailTerms.read(fields));
        fields.done();
        return terms;
    }
}
