package holdfast.server.outbox;

import holdfast.postgres.Pipeline;
import java.util.List;

/// Writes changes of payments into the outbox, in the transaction that changes the payment. A
/// change that is written again is the same one.
public final class PaymentChanges {
    private PaymentChanges() {}

    private static final String CHANGED = """
            INSERT INTO booking_change (workspace, hold, version, kind, cause, at)
            SELECT workspace, coalesce(retaken, hold), 0, ?, payment, the_clock()
              FROM payment WHERE workspace = ? AND payment = ?
            ON CONFLICT ON CONSTRAINT booking_change_once DO NOTHING""";

    public static void changed(
            Pipeline pipeline, ChangeKind kind, String workspace, String payment) {
        pipeline.update(CHANGED, kind.word(), workspace, payment);
    }

    private static final String SETTLED = """
            INSERT INTO booking_change (workspace, hold, version, kind, cause, at)
            SELECT workspace, coalesce(retaken, hold), 0, 'paymentSettled', payment, the_clock()
              FROM payment
             WHERE workspace = ? AND payment = ANY (?::text[]) AND state = 'settled'
            ON CONFLICT ON CONSTRAINT booking_change_once DO NOTHING""";

    /// Writes which of these payments are settled.
    public static void settled(Pipeline pipeline, String workspace, List<String> payments) {
        pipeline.update(SETTLED, workspace, payments.toArray(new String[0]));
    }

    private static final String REFUNDED = """
            INSERT INTO booking_change (workspace, hold, version, kind, cause, at)
            SELECT payment.workspace, coalesce(payment.retaken, payment.hold), 0,
                   'paymentRefunded', payment.payment || '/' || refund.refund, the_clock()
              FROM refund
              JOIN payment ON payment.workspace = refund.workspace
               AND payment.payment = refund.payment
             WHERE refund.workspace = ? AND refund.refund = ? AND refund.state IN ('sent', 'done')
            ON CONFLICT ON CONSTRAINT booking_change_once DO NOTHING""";

    /// Writes that the provider has a refund, or that staff has paid it, if that is so.
    public static void refunded(Pipeline pipeline, String workspace, String refund) {
        pipeline.update(REFUNDED, workspace, refund);
    }
}
