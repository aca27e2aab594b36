package holdfast.server.availability;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How many streams are open: at most so many together, and at most so many for one address. What
/// comes from this machine itself has no bound of its own.
public final class StreamLimits {
    private final int most;
    private final int mostPerAddress;
    private final Map<String, Integer> byAddress = new HashMap<>();
    private int open;

    /// Bounds of 0 are none, but for all addresses together.
    ///
    /// @param most           for all addresses together
    /// @param mostPerAddress for one address; 0 is as many as it likes
    public StreamLimits(int most, int mostPerAddress) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    /// What became of an attempt to watch.
    enum Entry {
        OPEN, FULL, TOO_MANY
    }

    int mostPerAddress() {
        return mostPerAddress;
    }

    /// @param address nothing when it is not counted by address
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
