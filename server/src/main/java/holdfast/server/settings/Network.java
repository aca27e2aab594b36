package holdfast.server.settings;

import java.net.InetAddress;

/// A network: addresses with a common prefix.
public record Network(InetAddress first, int bits) {
    /// As in `10.0.0.0/8` or `::1`.
    public static Network of(String text) {
        String[] parts = text.split("/", 2);
        InetAddress first = InetAddress.ofLiteral(parts[0]);
        int width = first.getAddress().length * 8;
        int bits = parts.length == 1 ? width : Integer.parseInt(parts[1]);
        if (bits < 0 || bits > width) {
            throw new IllegalArgumentException("no such network: " + text);
        }
        return new Network(first, bits);
    }

    public boolean has(InetAddress address) {
        byte[] mine = first.getAddress();
        byte[] theirs = address.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((mine[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
