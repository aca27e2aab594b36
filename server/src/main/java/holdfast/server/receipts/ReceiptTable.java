package holdfast.server.receipts;

import holdfast.Unanswered;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/// Reads receipts and writes them, each with the next number of its series.
public final class ReceiptTable {
    private final DataSource source;

    public ReceiptTable(DataSource source) {
        this.source = source;
    }

    /// What a receipt is to be made for.
    ///
    /// @param corrects the cause of the receipt that it corrects
    /// @param amount what was paid or refunded; empty for bookings without a payment
    record Due(
            String workspace, String cause, String hold, Optional<String> corrects,
            Optional<Paid> amount) {}

    /// What a payment of this server paid or a refund paid back.
    record Paid(long amount, String currency, String provider) {}

    /// A receipt without its number.
    record Draft(
            String series, Optional<Receipt> corrects, String currency,
            Optional<String> customer, ReceiptContent content) {}

    private static final String DUE = """
            SELECT workspace, cause, hold, corrects, amount, currency, method FROM receipt_due
            WHERE due_at <= the_clock() ORDER BY due_at, at, cause LIMIT ?""";

    List<Due> due(int most) throws SQLException {
        return read(DUE, row -> new Due(row.getString(1), row.getString(2), row.getString(3),
                Optional.ofNullable(row.getString(4)),
                row.getString(7) == null ? Optional.empty() : Optional.of(new Paid(
                        row.getLong(5), row.getString(6), row.getString(7)))),
                most);
    }

    private static final String OLDEST = """
            SELECT coalesce(extract(epoch FROM the_clock() - min(at)), 0) FROM receipt_due""";

    /// For how many seconds the oldest receipt has been due.
    double oldest() throws SQLException {
        return read(OLDEST, row -> row.getDouble(1)).getFirst();
    }

    private static final String LATER = """
            UPDATE receipt_due SET tries = tries + 1,
                   due_at = the_clock() + least(tries + 1, 60) * interval '5 seconds'
            WHERE workspace = ? AND cause = ?""";

    void later(Due due) throws SQLException {
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            pipeline.update(LATER, due.workspace(), due.cause());
            tx.commit(pipeline);
        }
    }

    private static final String IS_DUE = """
            SELECT 1 FROM receipt_due WHERE workspace = ? AND cause = ?""";

    boolean isDue(String workspace, String cause) throws SQLException {
        return !read(IS_DUE, row -> row.getInt(1), workspace, cause).isEmpty();
    }

    // Of two nodes, the second one waits here and then finds no row. Forgetting a person waits here
    // for the receipt, or marks the row before.
    private static final String TAKE = """
            DELETE FROM receipt_due WHERE workspace = ? AND cause = ? RETURNING forgotten""";

    private static final String MADE = """
            SELECT 1 FROM receipt WHERE workspace = ? AND cause = ?""";

    // Locks the series until the commit.
    private static final String NUMBER = """
            INSERT INTO receipt_counter AS counter (workspace, series, last_number) VALUES (?, ?, 1)
            ON CONFLICT ON CONSTRAINT receipt_counter_once
            DO UPDATE SET last_number = counter.last_number + 1""";

    // A statement of its own, so that a later number has no earlier time. A correction has the name
    // that the corrected receipt has now.
    private static final String INSERT = """
            INSERT INTO receipt (workspace, series, number, cause, corrects, hold, made_at,
                                 currency, total, paid, customer, content)
            SELECT counter.workspace, counter.series, counter.last_number, ?, nullif(?, 0), ?,
                   the_clock(), ?, ?, ?,
                   CASE WHEN ? THEN NULL ELSE coalesce(nullif(?, ''), (
                       SELECT customer FROM receipt AS other
                        WHERE other.workspace = counter.workspace
                          AND other.series = counter.series AND other.number = ?)) END, ?
            FROM receipt_counter AS counter WHERE counter.workspace = ? AND counter.series = ?""";

    /// Makes the receipt, or none where the draft is empty, and removes the row that asks for it,
    /// in one transaction. Returns whether this call made one.
    boolean make(Due due, Optional<Draft> draft) throws SQLException {
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline take = tx.pipeline();
            Pipeline.Answer<Boolean> taken = take.query(
                    TAKE, row -> row.getBoolean(1), due.workspace(), due.cause());
            Pipeline.Answer<Integer> made = take.query(
                    MADE, row -> row.getInt(1), due.workspace(), due.cause());
            take.run();
            if (taken.rows().isEmpty()) {
                return false;
            }
            Optional<Draft> wanted = made.rows().isEmpty() ? draft : Optional.empty();
            Pipeline write = tx.pipeline();
            boolean forgotten = taken.only();
            wanted.ifPresent(each -> insert(write, due, each, forgotten));
            tx.commit(write);
            return wanted.isPresent();
        }
    }

    private static void insert(Pipeline write, Due due, Draft draft, boolean forgotten) {
        ReceiptContent content = draft.content();
        long corrects = draft.corrects().map(Receipt::number).orElse(0L);
        write.update(NUMBER, due.workspace(), draft.series());
        write.update(INSERT, due.cause(), corrects, due.hold(), draft.currency(),
                content.total(), content.paid(), forgotten, draft.customer().orElse(""), corrects,
                content.text(), due.workspace(), draft.series());
    }

    private static final String OF_CAUSE = """
            SELECT series, number, cause, corrects, hold, made_at, currency, total, paid, customer,
                   content
            FROM receipt WHERE workspace = ? AND cause = ?""";

    Optional<Receipt> ofCause(String workspace, String cause) throws SQLException {
        return read(OF_CAUSE, ReceiptTable::row, workspace, cause).stream().findFirst();
    }

    private static final String CORRECTED = """
            SELECT 1 FROM receipt WHERE workspace = ? AND series = ? AND corrects = ? LIMIT 1""";

    boolean isCorrected(String workspace, Receipt receipt) throws SQLException {
        return !read(CORRECTED, row -> row.getInt(1), workspace, receipt.series(),
                receipt.number()).isEmpty();
    }

    private static final String CORRECTIONS = """
            SELECT series, number, cause, corrects, hold, made_at, currency, total, paid, customer,
                   content
            FROM receipt WHERE workspace = ? AND series = ? AND corrects = ? ORDER BY number""";

    List<Receipt> corrections(String workspace, Receipt receipt) throws SQLException {
        return read(CORRECTIONS, ReceiptTable::row, workspace, receipt.series(),
                receipt.number());
    }

    private static final String RATE = """
            SELECT item.rate FROM item_cancellation AS item
            WHERE item.workspace = ? AND item.rate IS NOT NULL
              AND (item.cancellation = ? OR item.cancellation = (
                       SELECT part.cancellation FROM item_refund AS part
                       WHERE part.workspace = item.workspace AND part.refund = ?))""";

    /// The tax rate of the cancelled item for which a correction is made; empty if it is for another
    /// reason, or the item has several rates.
    Optional<Integer> itemRate(Due due) throws SQLException {
        String id = due.cause().substring(due.cause().indexOf(' ') + 1);
        return read(RATE, row -> row.getInt(1), due.workspace(), id, id).stream().findFirst();
    }

    /// An item that was cancelled before the receipt of its booking was made.
    ///
    /// @param sold the version of the catalogue entry that was sold
    record Cancelled(String sold, long price, Optional<Integer> rate) {}

    private static final String CANCELLED = """
            SELECT stamp, price, coalesce(rate, -1) FROM item_cancellation
            WHERE workspace = ? AND hold = ? AND state = 'done' AND version <= ? AND price > 0
            ORDER BY version""";

    /// The items of a booking that were cancelled up to a version.
    List<Cancelled> cancelled(String workspace, String hold, int version) throws SQLException {
        return read(CANCELLED, row -> new Cancelled(row.getString(1), row.getLong(2),
                row.getInt(3) < 0 ? Optional.empty() : Optional.of(row.getInt(3))),
                workspace, hold, version);
    }

    private static final String ONE = """
            SELECT series, number, cause, corrects, hold, made_at, currency, total, paid, customer,
                   content
            FROM receipt WHERE workspace = ? AND series = ? AND number = ?""";

    public Optional<Receipt> find(String workspace, String id) {
        int dash = id.lastIndexOf('-');
        if (dash < 0 || !id.substring(dash + 1).matches("[1-9][0-9]{0,17}")) {
            return Optional.empty();
        }
        return answered(ONE, workspace, id.substring(0, dash),
                Long.parseLong(id.substring(dash + 1))).stream().findFirst();
    }

    private static final String OF_HOLD = """
            SELECT series, number, cause, corrects, hold, made_at, currency, total, paid, customer,
                   content
            FROM receipt WHERE workspace = ? AND hold = ? ORDER BY made_at, series, number""";

    public List<Receipt> ofHold(String workspace, String hold) {
        return answered(OF_HOLD, workspace, hold);
    }

    private static final String PAGE = """
            SELECT series, number, cause, corrects, hold, made_at, currency, total, paid, customer,
                   content
            FROM receipt WHERE workspace = ? AND (made_at, series, number) > (?::timestamptz, ?, ?)
            ORDER BY made_at, series, number LIMIT ?""";

    /// A page of all receipts.
    ///
    /// @param after the last one of the page before
    public List<Receipt> page(String workspace, Optional<Receipt> after, int most) {
        return answered(PAGE, workspace, after.map(Receipt::madeAt).orElse(Instant.EPOCH),
                after.map(Receipt::series).orElse(""), after.map(Receipt::number).orElse(0L),
                most);
    }

    private static final String BETWEEN = """
            SELECT series, number, cause, corrects, hold, made_at, currency, total, paid, customer,
                   content
            FROM receipt WHERE workspace = ? AND made_at >= ? AND made_at < ?
            ORDER BY made_at, series, number""";

    /// Reads those that were made in a time, one by one, in the caller's transaction.
    public static void each(Transaction tx, String workspace, Instant from, Instant until,
            Consumer<Receipt> each) throws SQLException {
        tx.each(BETWEEN, row -> each.accept(row(row)), workspace, from, until);
    }

    private static Receipt row(ResultSet row) throws SQLException {
        long corrects = row.getLong(4);
        boolean corrected = !row.wasNull();
        return new Receipt(row.getString(1), row.getLong(2), row.getString(3),
                corrected ? Optional.of(corrects) : Optional.empty(), row.getString(5),
                Rows.certainly(row, 6), row.getString(7), row.getLong(8), row.getLong(9),
                Optional.ofNullable(row.getString(10)), ReceiptContent.read(row.getString(11)));
    }

    private List<Receipt> answered(String sql, Object... arguments) {
        try {
            return read(sql, ReceiptTable::row, arguments);
        } catch (SQLException failure) {
            throw new Unanswered("the receipts could not be read", failure);
        }
    }

    private <T> List<T> read(String sql, Pipeline.Row<T> each, Object... arguments)
            throws SQLException {
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<T> rows = pipeline.query(sql, each, arguments);
            pipeline.run();
            return List.copyOf(rows.rows());
        }
    }
}
