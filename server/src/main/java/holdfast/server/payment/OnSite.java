package holdfast.server.payment;

import holdfast.server.catalog.Money;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Paying at the venue. Nothing is asked of a provider: the hold is confirmed at once. It is offered
/// unless the workspace says otherwise.
final class OnSite implements PaymentProvider {
    static final String NAME = "onSite";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, Duration.ZERO);
    }

    @Override
    public List<ProviderSetting> settings() {
        return List.of();
    }

    @Override
    public Optional<String> complaint(Money amount) {
        return Optional.of("It is paid at the venue.");
    }

    @Override
    public ProviderClient connect(Map<String, String> settings) {
        return new Client();
    }

    private static final class Client extends ByHandClient {
        @Override
        public Duration window() {
            return Duration.ZERO;
        }

        @Override
        public Answer<Opened> open(String key, Opening what) {
            return new Answer.Refused<>("it is received by hand");
        }
    }
}
