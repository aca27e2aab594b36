package holdfast.server.availability;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// A buffer of the last changes of an event, each written once for all viewers. A viewer has only a
/// position in it. A viewer that falls behind the oldest change gets the full state again.
final class ChangeBuffer {
    private static final int MOST = 1_000;
    private static final long MOST_BYTES = 2 << 20;

    private final Deque<BufferedChange> buffered = new ArrayDeque<>();
    private long bytes;
    private long next = 1;
    /// The version before the oldest change.
    private long base;

    /// Not a record, because records compare arrays by identity.
    static final class BufferedChange {
        final long number;
        final long version;
        final List<BitSet> touched;
        final byte[] message;

        BufferedChange(long number, long version, List<BitSet> touched, byte[] message) {
            this.number = number;
            this.version = version;
            this.touched = touched;
            this.message = message;
        }
    }

    static byte[] message(String event, long version, byte[] data) {
        byte[] head = ("id: " + version + "\nevent: " + event + "\ndata: ")
                .getBytes(StandardCharsets.UTF_8);
        byte[] whole = new byte[head.length + data.length + 2];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(data, 0, whole, head.length, data.length);
        whole[whole.length - 2] = '\n';
        whole[whole.length - 1] = '\n';
        return whole;
    }

    /// Viewers of an older version need the full state.
    void cut(long version) {
        buffered.clear();
        bytes = 0;
        base = version;
        next++;
    }

    void add(long version, List<BitSet> touched, byte[] data) {
        byte[] message = message("changes", version, data);
        buffered.addLast(new BufferedChange(next, version, touched, message));
        next++;
        bytes += message.length;
        while (buffered.size() > MOST || (bytes > MOST_BYTES && buffered.size() > 1)) {
            BufferedChange oldest = buffered.removeFirst();
            bytes -= oldest.message.length;
            base = oldest.version;
        }
    }

    /// The position after the last change.
    long end() {
        return next;
    }

    /// The messages from a position on; empty when the buffer does not reach back so far.
    Optional<List<byte[]>> from(long place) {
        long first = next - buffered.size();
        if (place < first) {
            return Optional.empty();
        }
        List<byte[]> messages = new ArrayList<>();
        for (BufferedChange piece : buffered) {
            if (piece.number >= place) {
                messages.add(piece.message);
            }
        }
        return Optional.of(messages);
    }

    /// Every seat that changed since a version, area by area; empty when that is too long ago.
    Optional<List<BitSet>> since(long version, List<BitSet> expired) {
        if (version < base) {
            return Optional.empty();
        }
        List<BitSet> all = expired.stream().map(each -> (BitSet) each.clone()).toList();
        for (BufferedChange piece : buffered) {
            if (piece.version > version) {
                for (int at = 0; at < all.size(); at++) {
                    all.get(at).or(piece.touched.get(at));
                }
            }
        }
        return Optional.of(all);
    }
}
