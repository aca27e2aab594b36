package holdfast.server.middleware;

import holdfast.server.auth.Identity;
import holdfast.server.auth.RateLimit;
import holdfast.server.http.Problem;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How often each key and each address may come. A shop's customers all have its one publishable
/// key, so it is their addresses that are counted; a secret key is counted and its address is not,
/// because behind it is a server that speaks for many. What comes from this machine itself is a
/// proxy that does not say for whom, or the operator, and is not counted.
public final class RateLimits {
    private static final int WINDOW = 10;
    private static final int KEYS = 100_000;
    private static final int ADDRESSES = 200_000;

    private final Optional<RateLimit> keys;
    private final Optional<RateLimit> addresses;

    /// Requests a second, of which ten seconds' worth may come at once; 0 is as many as they like.
    public RateLimits(int perKey, int perAddress) {
        this.keys = rate("key", perKey, KEYS);
        this.addresses = rate("address", perAddress, ADDRESSES);
    }

    private static Optional<RateLimit> rate(String name, int perSecond, int most) {
        return perSecond == 0 ? Optional.empty() : Optional.of(new RateLimit(
                new RateLimit.Policy(name, (long) perSecond * WINDOW, WINDOW), most,
                System::nanoTime));
    }

    /// What the answer says about the rates.
    Map<String, String> key(Identity pass) {
        return keys.map(rate -> taken(rate, pass.who().workspace() + " " + pass.id()))
                .orElse(Map.of());
    }

    Map<String, String> address(Optional<InetAddress> address) {
        if (addresses.isEmpty() || address.isEmpty() || address.get().isLoopbackAddress()) {
            return Map.of();
        }
        return taken(addresses.get(), ClientAddresses.counted(address.get()));
    }

    private static Map<String, String> taken(RateLimit rate, String id) {
        RateLimit.Left left = rate.take(id);
        Map<String, String> headers = Map.of(
                "RateLimit-Policy", rate.policy().text(),
                "RateLimit", "\"" + rate.policy().name() + "\";r=" + left.remaining()
                        + ";t=" + left.reset());
        if (left.allowed()) {
            return headers;
        }
        Problem problem = new Problem(429, "tooMany", "Too many requests",
                "This " + rate.policy().name() + " has asked too often. Nothing was looked at; "
                        + "wait " + left.pause() + " s.")
                .header("Retry-After", Long.toString(Math.max(1, left.pause())));
        headers.forEach(problem::header);
        throw problem;
    }

    /// Two limits are told in one header, as a list.
    static Map<String, String> both(Map<String, String> one, Map<String, String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        Map<String, String> all = new HashMap<>(one);
        other.forEach((name, value) -> all.merge(name, value, (a, b) -> a + ", " + b));
        return all;
    }
}
