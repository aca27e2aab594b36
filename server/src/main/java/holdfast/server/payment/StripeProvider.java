package holdfast.server.payment;

import holdfast.Invalid;
import holdfast.server.catalog.Money;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Payment by card on Stripe's hosted page. The sandbox speaks the same protocol at another address.
final class StripeProvider implements PaymentProvider {
    static final String STRIPE = "stripe";
    static final String SANDBOX = "sandbox";
    private static final URI HOME = URI.create("https://api.stripe.com");
    /// Stripe keeps keys for at least 24 hours.
    private static final Duration KEY_LIFE = Duration.ofHours(23);
    private static final Duration CONNECT = Duration.ofSeconds(4);

    private final String name;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER).build();

    private StripeProvider(String name) {
        this.name = name;
    }

    static PaymentProvider stripe() {
        return new StripeProvider(STRIPE);
    }

    static PaymentProvider sandbox() {
        return new StripeProvider(SANDBOX);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, KEY_LIFE);
    }

    @Override
    public List<ProviderSetting> settings() {
        return List.of(
                new ProviderSetting("apiKey", true, true),
                new ProviderSetting("webhookSecret", true, false),
                new ProviderSetting("baseUrl", false, name.equals(SANDBOX)),
                new ProviderSetting("capture", false, false));
    }

    @Override
    public Optional<String> complaint(Money amount) {
        return ProviderAmounts.complaint(amount);
    }

    @Override
    public ProviderClient connect(Map<String, String> settings) {
        String key = settings.getOrDefault("apiKey", "");
        if (!key.matches("(sk|rk)_(test|live)_[A-Za-z0-9_]{1,300}")) {
            throw new Invalid("settings.apiKey", "must be a secret key, as in sk_test_…");
        }
        String capture = settings.getOrDefault("capture", "manual");
        if (!capture.equals("manual") && !capture.equals("automatic")) {
            throw new Invalid("settings.capture", "must be manual or automatic");
        }
        return new StripeClient(new StripeCalls(http, home(settings), key),
                settings.getOrDefault("webhookSecret", ""), key.contains("_live_"), capture);
    }

    /// Plain HTTP only to this machine: the key is sent in each request.
    private URI home(Map<String, String> settings) {
        String text = settings.get("baseUrl");
        if (text == null || text.isEmpty()) {
            return HOME;
        }
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException nonsense) {
            throw new Invalid("settings.baseUrl", "must be an address");
        }
        boolean local = List.of("localhost", "127.0.0.1", "[::1]")
                .contains(String.valueOf(uri.getHost()));
        if (uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null
                || !("https".equals(uri.getScheme())
                        || (local && "http".equals(uri.getScheme())))) {
            throw new Invalid("settings.baseUrl", "must be https://, or http:// to this machine");
        }
        return URI.create(text.replaceFirst("/+$", ""));
    }
}
