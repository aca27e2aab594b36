package holdfast.server.payment;

import holdfast.postgres.Pipeline;
import holdfast.server.store.ShortTransactions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Payments by whom they are leased: one process at a time drives a payment.
final class PaymentLeases {
    private static final int TRIES = 10;

    private final ShortTransactions store;
    private final PaymentDriver driver;
    private final Duration lease;

    PaymentLeases(ShortTransactions store, PaymentDriver driver, Duration lease) {
        this.store = store;
        this.driver = driver;
        this.lease = lease;
    }

    /// How long one process works at a payment before another may.
    Duration lease() {
        return lease;
    }

    Optional<PaymentRow> find(String workspace, String id) {
        return store.read(tx -> PaymentTable.find(tx, workspace, id));
    }

    Optional<PaymentRow> leased(PaymentRow row) {
        return store.change(tx -> PaymentTable.lease(tx, row.workspace(), row.id(), lease));
    }

    PaymentRow stored(PaymentRow row) {
        return find(row.workspace(), row.id()).orElseThrow();
    }

    /// Drives it at once; empty if another process is at it.
    Optional<PaymentRow> driven(PaymentRow row, Instant now) {
        return leased(row).map(mine -> released(driver.drive(mine.motion(mine.motion().due(now)))));
    }

    /// The lease ends here; after a crash it ends by itself.
    PaymentRow released(PaymentRow row) {
        store.change(tx -> {
            Pipeline pipeline = tx.pipeline();
            PaymentTable.release(pipeline, row.workspace(), row.id());
            pipeline.run();
            return true;
        });
        return row;
    }

    /// Changes the row whatever else changes it meanwhile.
    PaymentRow changed(PaymentRow row, UnaryOperator<PaymentRow> change) {
        PaymentRow now = stored(row);
        for (int tries = 0; tries < TRIES; tries++) {
            PaymentRow wanted = change.apply(now);
            if (wanted.equals(now)) {
                return now;
            }
            int version = now.version();
            now = driver.write(wanted);
            if (now.version() == version + 1) {
                return now;
            }
        }
        throw new IllegalStateException(row.id() + " changes all the time");
    }
}
