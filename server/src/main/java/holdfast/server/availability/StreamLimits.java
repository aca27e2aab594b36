package holdfast.server.availability;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Limits the open streams: at most so many together, and at most so many for one address. Clients
/// on this machine itself have no limit per address.
public final class StreamLimits {
    private final int most;
    private final int mostPerAddress;
    private final Map<String, Integer> byAddress = new HashMap<>();
    private int open;

    /// @param most           for all addresses together; 0 allows no stream
    /// @param mostPerAddress for one address; 0 is no limit
    public StreamLimits(int most, int mostPerAddress) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    /// The result of opening a stream.
    enum Entry {
        OPEN, FULL, TOO_MANY
    }

    int mostPerAddress() {
        return mostPerAddress;
    }

    /// @param address empty when it is not counted by address
    synchronized Entry enter(Optional<String> address) {
        if (open >= most) {
            return Entry.FULL;
        }
        if (mostPerAddress > 0 && address.isPresent()
                && byAddress.getOrDefault(address.get(), 0) >= mostPerAddress) {
            return Entry.TOO_MANY;
        }
        open++;
        address.ifPresent(each -> byAddress.merge(each, 1, Integer::sum));
        return Entry.OPEN;
    }

    synchronized void leave(Optional<String> address) {
        open--;
        address.ifPresent(each -> byAddress.computeIfPresent(each,
                (any, many) -> many == 1 ? null : many - 1));
    }
}
