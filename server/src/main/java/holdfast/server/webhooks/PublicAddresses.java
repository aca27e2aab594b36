package holdfast.server.webhooks;

import holdfast.server.settings.Network;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Decides where messages may be sent: to public addresses, and to networks that the operator
/// allows. A URL is written by a user of the workspace and must not reach what only this machine can
/// reach, such as a database or a cloud's metadata.
///
/// The addresses that are returned are those that are connected to, so that a name cannot mean
/// another address between the check and the connection.
public final class PublicAddresses {
    // https://www.iana.org/assignments/iana-ipv4-special-registry
    private static final List<Network> NOT_PUBLIC_4 = Stream.of(
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
            "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4")
            .map(Network::of).toList();
    // Of IPv6 only the global unicast space is public, without the parts that stand for an IPv4
    // address (6to4, Teredo) or are for documentation.
    private static final Network PUBLIC_6 = Network.of("2000::/3");
    private static final List<Network> NOT_PUBLIC_6 = Stream.of(
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20").map(Network::of).toList();

    private final List<Network> allowed;

    /// @param allowed networks that are not public and may be reached, also without TLS
    public PublicAddresses(List<Network> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /// Why a URL cannot be an endpoint; empty if it can. Names are not resolved yet.
    public Optional<String> complaint(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (url.getHost() == null || url.getHost().isEmpty()) {
            return Optional.of("must have a host");
        }
        if (url.getRawUserInfo() != null) {
            return Optional.of("must not have a user or a password");
        }
        if (url.getRawFragment() != null) {
            return Optional.of("must not have a fragment");
        }
        if (!scheme.equals("https") && (!scheme.equals("http") || allowed.isEmpty())) {
            return Optional.of("must begin with https://");
        }
        return Optional.empty();
    }

    /// The addresses of a URL's host. Fails if any of them may not be reached, or if the name has
    /// none.
    List<InetAddress> of(URI url) throws UnknownHostException {
        String host = url.getHost();
        if (host == null) {
            throw new UnknownHostException("no host");
        }
        InetAddress[] all = InetAddress.getAllByName(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
        boolean plain = !"https".equalsIgnoreCase(url.getScheme());
        for (InetAddress address : all) {
            if (!allowed(address) && (plain || !isPublic(address))) {
                throw new UnknownHostException(plain
                        ? "only allowed networks may be reached without TLS"
                        : "the host is not at a public address");
            }
        }
        return List.of(all);
    }

    private boolean allowed(InetAddress address) {
        return allowed.stream().anyMatch(network -> network.has(address));
    }

    static boolean isPublic(InetAddress address) {
        // An IPv4 address in IPv6 form is read as IPv4 by InetAddress itself.
        return address instanceof Inet4Address
                ? NOT_PUBLIC_4.stream().noneMatch(network -> network.has(address))
                : PUBLIC_6.has(address)
                        && NOT_PUBLIC_6.stream().noneMatch(network -> network.has(address));
    }
}
