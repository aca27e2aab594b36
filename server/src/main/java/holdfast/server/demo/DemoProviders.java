package holdfast.server.demo;

import holdfast.server.payment.PaymentProvider;
import holdfast.server.payment.ProviderAccounts;
import holdfast.server.payment.Providers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What the demonstration's customers can pay with: test cards at the sandbox, and a bank transfer
/// to an account that is no one's.
public record DemoProviders(ProviderAccounts accounts, Providers providers) {
    private static final String KEY = "sk_test_holdfast_demo";

    /// Offers them in a workspace.
    ///
    /// @param home the sandbox's address; without one, cards are not offered
    public void offer(String workspace, Optional<String> home) {
        if (home.isPresent() || known(workspace, "sandbox")) {
            set(workspace, "sandbox", home.isPresent(), home.map(at -> Map.of("baseUrl", at))
                    .orElse(Map.of()), Map.of("apiKey", KEY));
        }
        if (!known(workspace, "bankTransfer")) {
            set(workspace, "bankTransfer", true, Map.of("holder", "Kulturhaus am Fluss",
                    "iban", "DE02120300000000202051", "days", "7"), Map.of());
        }
    }

    private boolean known(String workspace, String provider) {
        return accounts.all(workspace).stream().anyMatch(
                each -> each.provider().name().equals(provider) && !each.settings().isEmpty());
    }

    private void set(String workspace, String name, boolean offered,
            Map<String, String> settings, Map<String, String> secrets) {
        PaymentProvider provider = providers.find(name).orElseThrow();
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(secrets);
        accounts.set(workspace, provider, offered, all);
    }
}
