package holdfast.bench.way;

import holdfast.bench.sale.WantedClaim;

/// A way of holding. Many clients call it at the same time, each on its own thread.
public interface Way extends AutoCloseable {

    enum Answer {
        GRANTED,
        REFUSED,
        /// The hold of an earlier request with the same key; nothing was changed.
        REPEATED,
        /// Given up after many retries; nothing was changed.
        GAVE_UP
    }

    Answer hold(WantedClaim wish);

    @Override
    void close();
}
