package holdfast.server.middleware;

import holdfast.server.http.ClientNetwork;
import holdfast.server.settings.Network;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Finds a request's client address. Forwarding headers are trusted only from the configured
/// proxies, hop by hop: what is in front of the first trusted proxy may be forged.
public final class ClientAddresses {
    private static final HeaderName FORWARDED = HeaderNames.create("X-Forwarded-For");
    private static final int HOPS = 20;

    private final List<Network> trusted;

    public ClientAddresses(List<Network> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    Optional<InetAddress> of(ServerRequest request) {
        if (!(request.remotePeer().address() instanceof InetSocketAddress peer)) {
            return Optional.empty();
        }
        InetAddress address = peer.getAddress();
        if (!isOurs(address) || !request.headers().contains(FORWARDED)) {
            return Optional.of(address);
        }
        List<String> hops = request.headers().all(FORWARDED, List::of).stream()
                .flatMap(line -> Arrays.stream(line.split(","))).toList();
        return Optional.of(behind(address, hops));
    }

    /// From the last hop towards the first, as long as the sender is a trusted proxy.
    InetAddress behind(InetAddress proxy, List<String> hops) {
        InetAddress known = proxy;
        for (int at = hops.size() - 1; at >= 0 && at >= hops.size() - HOPS; at--) {
            Optional<InetAddress> stated = read(hops.get(at).strip());
            if (stated.isEmpty() || !isOurs(known)) {
                return known;
            }
            known = stated.get();
        }
        return known;
    }

    private boolean isOurs(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.has(address));
    }

    /// Some proxies add the port.
    private static Optional<InetAddress> read(String hop) {
        String bare = hop.matches("\\[[^]]*](:\\d+)?") ? hop.substring(1, hop.indexOf(']'))
                : hop.matches("[0-9.]+:\\d+") ? hop.substring(0, hop.indexOf(':')) : hop;
        try {
            return Optional.of(InetAddress.ofLiteral(bare));
        } catch (IllegalArgumentException nonsense) {
            return Optional.empty();
        }
    }

    /// What a rate limit counts as one client.
    static String counted(InetAddress address) {
        return ClientNetwork.counted(address);
    }
}
