package holdfast.server.payment;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// The requests to providers, written before they are sent.
final class StepTable {
    private StepTable() {}

    enum Kind {
        OPEN,
        CLOSE,
        CAPTURE,
        RELEASE,
        REFUND;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A request that is not answered yet.
    ///
    /// @param key   its idempotency key
    /// @param asked its frozen parameters, as JSON
    record Step(int number, String key, String asked, Instant at) {}

    private static final String LOCK = """
            SELECT state FROM payment WHERE workspace = ? AND payment = ? FOR UPDATE""";

    /// Locks the payment, so that two processes do not write a step each. Returns its state.
    static PaymentState lock(Transaction tx, String workspace, String payment)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<PaymentState> state = pipeline.query(
                LOCK, row -> PaymentState.of(row.getString(1)), workspace, payment);
        pipeline.run();
        return state.only();
    }

    // The parameters of an unanswered step are those that were written, whatever they would be now.
    private static final String PENDING = """
            SELECT number, step_key, asked, asked_at FROM payment_step
            WHERE workspace = ? AND payment = ? AND kind = ? AND answered_at IS NULL
              AND starts_with(step_key, ?)""";

    /// The unanswered step of this kind.
    ///
    /// @param about what the step is for: its key begins with it
    static Optional<Step> pending(
            Transaction tx, String workspace, String payment, Kind kind, String about)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Step> steps = pipeline.query(PENDING,
                row -> new Step(row.getInt(1), row.getString(2), row.getString(3),
                        Rows.certainly(row, 4)),
                workspace, payment, kind.word(), about + "-");
        pipeline.run();
        return steps.rows().stream().findFirst();
    }

    private static final String RELEASED = """
            SELECT EXISTS (SELECT FROM payment_step
                           WHERE workspace = ? AND payment = ? AND kind = 'release')""";

    /// Whether the provider was asked to free the payment's amount.
    static boolean released(Transaction tx, String workspace, String payment)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Boolean> released =
                pipeline.query(RELEASED, row -> row.getBoolean(1), workspace, payment);
        pipeline.run();
        return released.only();
    }

    private static final String INSERT = """
            INSERT INTO payment_step (workspace, payment, number, kind, step_key, asked, asked_at)
            SELECT ?, ?, n, ?, ? || '-' || n, ?, the_clock()
            FROM (SELECT coalesce(max(number), 0) + 1 AS n FROM payment_step
                  WHERE workspace = ? AND payment = ?) AS next
            RETURNING number, step_key, asked, asked_at""";

    /// Writes a step; the caller commits before it is sent.
    static Pipeline.Answer<Step> insert(Pipeline pipeline, String workspace, String payment,
            Kind kind, String about, String asked) {
        return pipeline.query(INSERT,
                row -> new Step(row.getInt(1), row.getString(2), row.getString(3),
                        Rows.certainly(row, 4)),
                workspace, payment, kind.word(), about, asked, workspace, payment);
    }

    private static final String ANSWER = """
            UPDATE payment_step SET answer = ?, answered_at = the_clock()
            WHERE workspace = ? AND payment = ? AND number = ? AND answered_at IS NULL""";

    static void answered(
            Pipeline pipeline, String workspace, String payment, int number, String answer) {
        pipeline.update(ANSWER, answer, workspace, payment, number);
    }
}
