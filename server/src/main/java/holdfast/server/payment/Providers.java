package holdfast.server.payment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The providers that this server knows.
public final class Providers {
    private final Map<String, PaymentProvider> byName = new LinkedHashMap<>();

    public Providers(List<PaymentProvider> all) {
        all.forEach(each -> byName.put(each.name(), each));
    }

    public static Providers shipped() {
        return new Providers(List.of(new BankTransfer(), StripeProvider.stripe(),
                StripeProvider.sandbox()));
    }

    /// The same and paying at the venue: what a workspace can offer or not.
    public List<PaymentProvider> choices() {
        List<PaymentProvider> choices = new ArrayList<>(all());
        choices.add(new OnSite());
        return choices;
    }

    public Optional<PaymentProvider> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public List<PaymentProvider> all() {
        return List.copyOf(byName.values());
    }
}
