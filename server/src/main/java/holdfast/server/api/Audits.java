package holdfast.server.api;

import holdfast.AuditReport;
import holdfast.HoldfastReads;
import holdfast.server.auth.Permission;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import java.util.List;

/// An audit on request: recomputes the caller's workspace from its journals and claims.
public final class Audits {
    private final HoldfastReads engine;

    public Audits(HoldfastReads engine) {
        this.engine = engine;
    }

    public List<Route> routes() {
        return List.of(new Route("GET", "/v1/audit", Permission.OWN, "audit",
                "Recompute everything from the journals and the claims, and report every "
                        + "difference.",
                this::audit));
    }

    private static long compared(AuditReport report, String what) {
        return report.compared().getOrDefault(what, 0L);
    }

    private Response audit(Request request) {
        request.onlyQuery();
        AuditReport report = engine.audit(request.workspace());
        return Response.json(200, json -> {
            json.put("clean", report.clean());
            json.object("checked", checked -> checked
                    .put("pools", report.pools()).put("seatMaps", report.seatMaps())
                    .put("calendars", report.calendars()).put("holds", report.holds())
                    .put("entries", report.entries())
                    .put("descriptions", compared(report, "descriptions"))
                    .put("bookings", compared(report, "bookings")));
            json.array("findings", report.findings(), (out, each) -> out
                    .put("promise", each.promise()).put("inventory", each.inventory())
                    .put("detail", each.detail()));
        }).header("Cache-Control", "no-store");
    }
}
