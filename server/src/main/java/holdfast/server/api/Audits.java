package holdfast.server.api;

import holdfast.AuditReport;
import holdfast.HoldfastReads;
import holdfast.server.auth.Permission;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.payment.ProviderAudit;
import java.util.List;
import java.util.stream.Stream;

/// An audit on request: recomputes the caller's workspace from its journals and claims, and compares
/// its payments with what the providers list.
public final class Audits {
    private final HoldfastReads engine;
    private final ProviderAudit providers;

    public Audits(HoldfastReads engine, ProviderAudit providers) {
        this.engine = engine;
        this.providers = providers;
    }

    public List<Route> routes() {
        return List.of(new Route("GET", "/v1/audit", Permission.OWN, "audit",
                "Recompute everything from the journals and the claims, compare the payments "
                        + "with the providers, and report every difference.",
                this::audit));
    }

    private static long compared(AuditReport report, String what) {
        return report.compared().getOrDefault(what, 0L);
    }

    private Response audit(Request request) {
        request.onlyQuery();
        AuditReport report = engine.audit(request.workspace());
        List<ProviderAudit.Compared> compared = providers.audit(request.workspace());
        List<AuditReport.Finding> findings = Stream.concat(report.findings().stream(),
                compared.stream().flatMap(each -> each.findings().stream())).toList();
        return Response.json(200, json -> {
            json.put("clean", report.clean()
                    && compared.stream().allMatch(ProviderAudit.Compared::clean));
            json.object("checked", checked -> checked
                    .put("pools", report.pools()).put("seatMaps", report.seatMaps())
                    .put("calendars", report.calendars()).put("holds", report.holds())
                    .put("entries", report.entries())
                    .put("descriptions", compared(report, "descriptions"))
                    .put("bookings", compared(report, "bookings"))
                    .put("payments", compared(report, "payments")));
            json.array("providers", compared, (out, each) -> out
                    .put("provider", each.provider()).put("since", each.since().toString())
                    .put("charges", each.charges()).put("refunds", each.refunds())
                    .put("compared", each.notCompared().isEmpty())
                    .put("why", each.notCompared()));
            json.array("findings", findings, (out, each) -> out
                    .put("promise", each.promise()).put("inventory", each.inventory())
                    .put("detail", each.detail()));
        }).header("Cache-Control", "no-store");
    }
}
