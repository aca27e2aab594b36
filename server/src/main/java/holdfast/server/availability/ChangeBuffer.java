package holdfast.server.availability;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The last changes of a board, each written once for all who watch. A watcher has a place on the
/// tape and nothing else; whoever falls so far behind that the tape has moved on begins anew.
final class ChangeBuffer {
    private static final int MOST = 1_000;
    private static final long MOST_BYTES = 2 << 20;

    private final Deque<Piece> allotments = new ArrayDeque<>();
    private long bytes;
    private long next = 1;
    /// The version before the oldest piece.
    private long base;

    /// Not a record, because two arrays are never equal.
    static final class Piece {
        final long number;
        final long version;
        final List<BitSet> touched;
        final byte[] message;

        Piece(long number, long version, List<BitSet> touched, byte[] message) {
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

    /// Nothing before this can be told change by change.
    void cut(long version) {
        allotments.clear();
        bytes = 0;
        base = version;
        next++;
    }

    void add(long version, List<BitSet> touched, byte[] data) {
        byte[] message = message("changes", version, data);
        allotments.addLast(new Piece(next, version, touched, message));
        next++;
        bytes += message.length;
        while (allotments.size() > MOST || (bytes > MOST_BYTES && allotments.size() > 1)) {
            Piece oldest = allotments.removeFirst();
            bytes -= oldest.message.length;
            base = oldest.version;
        }
    }

    /// Where the tape ends.
    long end() {
        return next;
    }

    /// What comes from a place on; nothing when the tape does not reach back so far.
    Optional<List<byte[]>> from(long place) {
        long first = next - allotments.size();
        if (place < first) {
            return Optional.empty();
        }
        List<byte[]> messages = new ArrayList<>();
        for (Piece piece : allotments) {
            if (piece.number >= place) {
                messages.add(piece.message);
            }
        }
        return Optional.of(messages);
    }

    /// Every seat that changed since a version, area by area; nothing when that is too long ago.
    Optional<List<BitSet>> since(long version, List<BitSet> lapsed) {
        if (version < base) {
            return Optional.empty();
        }
        List<BitSet> all = lapsed.stream().map(each -> (BitSet) each.clone()).toList();
        for (Piece piece : allotments) {
            if (piece.version > version) {
                for (int at = 0; at < all.size(); at++) {
                    all.get(at).or(piece.touched.get(at));
                }
            }
        }
        return Optional.of(all);
    }
}
