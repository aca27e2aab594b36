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

/// Where a request comes from. What a proxy says of it is believed only if the proxy is one of
/// ours, and each hop only as far as ours go: whoever is in front of them can write what they like.
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

    /// From the last hop towards the first, as long as whoever says so is ours.
    InetAddress behind(InetAddress proxy, List<String> hops) {
        InetAddress known = proxy;
        for (int at = hops.size() - 1; at >= 0 && at >= hops.size() - HOPS; at--) {
            Optional<InetAddress> said = read(hops.get(at).strip());
            if (said.isEmpty() || !isOurs(known)) {
                return known;
            }
            known = said.get();
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

    /// Who is counted as one.
    static String counted(InetAddress address) {
        return ClientNetwork.counted(address);
    }
}
