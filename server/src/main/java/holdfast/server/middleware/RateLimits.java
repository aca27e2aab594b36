package holdfast.server.middleware;

import holdfast.server.auth.Identity;
import holdfast.server.auth.RateLeases;
import holdfast.server.auth.RateLimit;
import holdfast.server.http.Problem;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The rate limits for each key and each address. All customers of a shop share its publishable
/// key, so their addresses are counted. A secret key is counted and its address is not, because it
/// belongs to a server that serves many clients. Requests from this machine itself are not counted:
/// they come from the operator, or from a proxy that does not name its client.
public final class RateLimits {
    private static final int WINDOW = 10;
    private static final int KEYS = 100_000;
    private static final int ADDRESSES = 200_000;

    private final Optional<RateLimit> keys;
    private final Optional<RateLimit> addresses;

    /// Requests a second, with bursts of ten seconds' worth; 0 means no limit.
    ///
    /// @param leases what the nodes share of a rate
    public RateLimits(int perKey, int perAddress, RateLeases leases) {
        this.keys = rate("key", perKey, KEYS, leases);
        this.addresses = rate("address", perAddress, ADDRESSES, leases);
    }

    private static Optional<RateLimit> rate(
            String name, int perSecond, int most, RateLeases leases) {
        return perSecond == 0 ? Optional.empty() : Optional.of(new RateLimit(
                new RateLimit.Policy(name, (long) perSecond * WINDOW, WINDOW), most,
                System::nanoTime, leases));
    }

    /// Counts a request; returns the answer's rate headers.
    Map<String, String> key(Identity identity) {
        return keys.map(rate -> taken(rate, identity.who().workspace() + " " + identity.id()))
                .orElse(Map.of());
    }

    Map<String, String> address(Optional<InetAddress> address) {
        if (addresses.isEmpty() || address.isEmpty() || address.get().isLoopbackAddress()) {
            return Map.of();
        }
        return taken(addresses.get(), ClientAddresses.counted(address.get()));
    }

    private static Map<String, String> taken(RateLimit rate, String id) {
        RateLimit.Decision left = rate.take(id);
        Map<String, String> headers = Map.of(
                "RateLimit-Policy", rate.policy().text(),
                "RateLimit", "\"" + rate.policy().name() + "\";r=" + left.remaining()
                        + ";t=" + left.reset());
        if (left.allowed()) {
            return headers;
        }
        Problem problem = new Problem(429, "tooMany", "Too many requests",
                "This " + rate.policy().name() + " has sent too many requests. This one was not "
                        + "processed; wait " + left.pause() + " s.")
                .header("Retry-After", Long.toString(Math.max(1, left.pause())));
        headers.forEach(problem::header);
        throw problem;
    }

    /// Two limits in one header, as a list.
    static Map<String, String> both(Map<String, String> one, Map<String, String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        Map<String, String> all = new HashMap<>(one);
        other.forEach((name, value) -> all.merge(name, value, (a, b) -> a + ", " + b));
        return all;
    }
}
