package holdfast.server;

import holdfast.AuditReport;
import holdfast.Holdfast;
import holdfast.engine.Limits;
import holdfast.server.payment.ProviderAudit;
import holdfast.server.payment.Providers;
import holdfast.server.payment.SecretCipher;
import holdfast.server.settings.Config;
import holdfast.server.settings.KnownSettings;
import java.io.PrintStream;
import java.util.List;
import javax.sql.DataSource;

/// The command `audit`: recomputes every workspace, and compares its payments with the providers.
final class AuditCommand {
    private AuditCommand() {}

    /// Returns 0 if nothing disagrees and everything was compared.
    static int audit(DataSource source, Config config, PrintStream out) {
        boolean clean = true;
        try (Holdfast holdfast = BackupCommands.auditing(source, Limits.usual())) {
            ProviderAudit providers = new ProviderAudit(holdfast, source, Providers.shipped(),
                    SecretCipher.of(config.get(KnownSettings.ENCRYPTION_KEY),
                            config.data().resolve(SecretCipher.FILE)));
            List<String> workspaces = holdfast.workspaces();
            for (String workspace : workspaces) {
                AuditReport report = holdfast.audit(workspace);
                out.println(workspace + ": " + describe(report));
                show(report.findings(), out);
                clean &= report.clean();
                for (ProviderAudit.Compared each : providers.audit(workspace)) {
                    out.println(workspace + ": " + describe(each));
                    show(each.findings(), out);
                    clean &= each.clean();
                }
            }
            if (workspaces.isEmpty()) {
                out.println("This database has no workspace.");
            }
        }
        return clean ? 0 : 1;
    }

    private static void show(List<AuditReport.Finding> findings, PrintStream out) {
        findings.forEach(finding -> out.println("  " + finding.promise() + ": "
                + finding.inventory() + ": " + finding.detail()));
    }

    private static String describe(AuditReport report) {
        return report.pools() + " pools, " + report.seatMaps() + " seat maps, "
                + report.calendars() + " calendars, " + report.holds() + " holds and "
                + report.entries() + " journal lines recomputed, "
                + report.compared().getOrDefault("descriptions", 0L) + " descriptions, "
                + report.compared().getOrDefault("bookings", 0L) + " bookings and "
                + report.compared().getOrDefault("payments", 0L) + " payments compared; "
                + disagree(report.findings());
    }

    private static String describe(ProviderAudit.Compared compared) {
        return compared.provider() + ": " + compared.charges() + " charges and "
                + compared.refunds() + " refunds since " + compared.since() + "; "
                + compared.notCompared().map(why -> "NOT COMPARED: " + why)
                        .orElseGet(() -> disagree(compared.findings()));
    }

    private static String disagree(List<AuditReport.Finding> findings) {
        return findings.isEmpty() ? "nothing disagrees" : findings.size() + " disagree";
    }
}
