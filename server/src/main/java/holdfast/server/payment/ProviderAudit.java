package holdfast.server.payment;

import holdfast.AuditReport;
import holdfast.HoldfastReads;
import holdfast.Invalid;
import holdfast.server.store.ShortTransactions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// Compares the payments, refunds and holds of a workspace with what its providers list, of the last
/// days.
public final class ProviderAudit {
    /// How far back it compares.
    static final Duration BACK = Duration.ofDays(30);

    private final HoldfastReads engine;
    private final ShortTransactions store;
    private final Providers providers;
    private final ProviderAccounts accounts;

    public ProviderAudit(HoldfastReads engine, DataSource source, Providers providers,
            SecretCipher cipher) {
        this.engine = engine;
        this.store = new ShortTransactions(source);
        this.providers = providers;
        this.accounts = new ProviderAccounts(store, providers, cipher);
    }

    /// What was compared with one provider.
    ///
    /// @param charges     how many payments the provider lists
    /// @param notCompared why not everything was compared; empty if it was
    public record Compared(
            String provider, Instant since, long charges, long refunds,
            List<AuditReport.Finding> findings, Optional<String> notCompared) {

        public Compared {
            findings = List.copyOf(findings);
        }

        public boolean clean() {
            return findings.isEmpty() && notCompared.isEmpty();
        }
    }

    /// Compares a workspace with each provider over the network that it has an account with.
    public List<Compared> audit(String workspace) {
        List<Compared> all = new ArrayList<>();
        for (String name : accounts.known(workspace)) {
            boolean remote = providers.find(name)
                    .filter(each -> each.capabilities().remote()).isPresent();
            if (remote) {
                all.add(audit(workspace, name));
            }
        }
        return all;
    }

    private Compared audit(String workspace, String provider) {
        Instant since = engine.now().minus(BACK);
        try {
            return accounts.connect(workspace, provider)
                    .map(to -> new ProviderComparison(engine, store, to.client(),
                            new ProviderComparison.Scope(workspace, provider, since)).compared())
                    .orElseGet(() -> unconnected(provider, since, "the provider is not set up"));
        } catch (Invalid | IllegalStateException unreadable) {
            return unconnected(provider, since, String.valueOf(unreadable.getMessage()));
        }
    }

    private static Compared unconnected(String provider, Instant since, String why) {
        return new Compared(provider, since, 0, 0, List.of(), Optional.of(why));
    }
}
