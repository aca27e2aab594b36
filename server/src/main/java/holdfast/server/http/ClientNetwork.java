package holdfast.server.http;

import java.net.Inet6Address;
import java.net.InetAddress;

/// What limits per address count as one client.
///
/// @param counted the address; of an IPv6 address its /64 network, because one customer has all of
///                it; "unknown" if the address is not known
/// @param local   whether it is this machine itself: the operator, or a proxy that does not name
///                its client
public record ClientNetwork(String counted, boolean local) {
    private static final ClientNetwork UNKNOWN = new ClientNetwork("unknown", false);

    static ClientNetwork of(String address) {
        if (address.isEmpty()) {
            return UNKNOWN;
        }
        try {
            InetAddress read = InetAddress.ofLiteral(address.replaceFirst("%.*", ""));
            return new ClientNetwork(counted(read), read.isLoopbackAddress());
        } catch (IllegalArgumentException name) {
            return new ClientNetwork(address, false);
        }
    }

    /// The text that an address is counted under.
    public static String counted(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        byte[] bytes = address.getAddress();
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < 8; at++) {
            text.append(Character.forDigit((bytes[at] >> 4) & 15, 16))
                    .append(Character.forDigit(bytes[at] & 15, 16));
        }
        return text.append("/64").toString();
    }
}
