package holdfast.server.payment;

import holdfast.server.catalog.Money;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A way to pay. Another provider is a class that implements this and is added to
/// {@link Providers}.
public interface PaymentProvider {
    /// The name in the API, such as `stripe`.
    String name();

    Capabilities capabilities();

    /// What a workspace has to set before it can offer this provider.
    List<ProviderSetting> settings();

    /// Why a payment of this amount cannot be made with it; empty if it can.
    Optional<String> complaint(Money amount);

    /// A client for the account of one workspace.
    ///
    /// @throws holdfast.Invalid where a setting is missing or wrong
    ProviderClient connect(Map<String, String> settings);

    /// What a provider can do.
    ///
    /// @param remote  whether it is asked over the network, and lists its payments
    /// @param keyLife how long a request can be repeated with its key without being a new one
    record Capabilities(boolean remote, Duration keyLife) {}

    /// One setting of a workspace's account with a provider.
    ///
    /// @param secret whether it is encrypted at rest and never shown
    record ProviderSetting(String name, boolean secret, boolean required) {}
}
