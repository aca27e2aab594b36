package holdfast.server.catalog;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Polls the changes of other nodes until it is closed.
public final class CatalogFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogFeed.class);

    private final Catalog catalog;
    private final CountDownLatch closed = new CountDownLatch(1);

    private CatalogFeed(Catalog catalog) {
        this.catalog = catalog;
    }

    public static CatalogFeed follow(Catalog catalog) {
        CatalogFeed feed = new CatalogFeed(catalog);
        Thread.ofVirtual().name("catalogue").start(feed::run);
        return feed;
    }

    private void run() {
        try {
            // Half the promised age leaves time for a slow read.
            while (!closed.await(Catalog.AGE.toMillis() / 2, TimeUnit.MILLISECONDS)) {
                try {
                    catalog.refresh();
                } catch (RuntimeException failure) {
                    LOG.warn("The catalogue could not be reloaded: {}", failure.getMessage());
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
