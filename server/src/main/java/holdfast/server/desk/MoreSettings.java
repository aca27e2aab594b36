package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.HoldfastReads;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Cookies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the shop is embedded in another website, and the audit on demand.
final class MoreSettings implements DeskSection {
    private static final String AUDIT = "/desk/settings/audit";
    private static final String SEATS = """
            <script type="module" src="BASE/assets/latest/elements/holdfast.js"></script>
            <holdfast-seats id="seats" event="ID" base="BASE/" key="pk_…"></holdfast-seats>
            <holdfast-book for="seats" base="BASE/" key="pk_…"></holdfast-book>
            """;
    private static final String TIMES = """
            <script type="module" src="BASE/assets/latest/elements/holdfast.js"></script>
            <holdfast-times id="times" service="ID" base="BASE/" key="pk_…"></holdfast-times>
            <holdfast-book for="times" base="BASE/" key="pk_…"></holdfast-book>
            """;

    private final Catalog catalog;
    private final HoldfastReads engine;

    MoreSettings(Catalog catalog, HoldfastReads engine) {
        this.catalog = catalog;
        this.engine = engine;
    }

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get("/desk/settings/embedding", "deskEmbedding",
                        "How the shop is embedded in a website.", DeskPlace.SETTINGS,
                        Permission.MANAGE, this::embedding),
                desk.get(AUDIT, "deskAudit", "The page for the audit.", DeskPlace.SETTINGS,
                        Permission.OWN, visit -> audit(visit, Optional.empty())),
                desk.post(AUDIT, "runDeskAudit", "Audit the workspace.", DeskPlace.SETTINGS,
                        Permission.OWN, visit -> audit(visit, visit.read(
                                DeskCall.to("audit")))));
    }

    private Response embedding(DeskVisit visit) {
        String base = Cookies.scheme(visit.request()) + "://"
                + visit.request().header("Host").orElse("localhost");
        Map<String, String> snippets = new LinkedHashMap<>();
        catalog.all(visit.workspace(), Event.class).stream().filter(Versioned::listed)
                .filter(event -> event.entry().when().end().toInstant().isAfter(engine.now()))
                .limit(5).forEach(event -> snippets.put(event.entry().name(),
                        SEATS.replace("BASE", base).replace("ID", event.id())));
        catalog.all(visit.workspace(), Service.class).stream().filter(Versioned::listed)
                .limit(5).forEach(service -> snippets.put(service.entry().name(),
                        TIMES.replace("BASE", base).replace("ID", service.id())));
        return visit.page(EmbeddingPage.class, visit.say("desk.settings.embedding"),
                new EmbeddingPage.View(base, snippets));
    }

    private static Response audit(DeskVisit visit, Optional<JsonNode> found) {
        List<String> findings = new ArrayList<>();
        found.ifPresent(json -> json.path("findings").forEach(finding -> findings.add(
                finding.path("promise").asText() + " · " + finding.path("inventory").asText()
                        + " · " + finding.path("detail").asText())));
        return visit.page(AuditPage.class, visit.say("desk.settings.audit"), new AuditPage.View(
                found.isPresent(), found.filter(json -> json.path("clean").asBoolean())
                        .isPresent(),
                found.map(json -> visit.say("desk.audit.checked",
                        json.at("/checked/holds").asLong(), json.at("/checked/entries").asLong(),
                        json.at("/checked/payments").asLong())).orElse(""),
                findings));
    }
}
