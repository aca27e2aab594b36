package holdfast.server.payment;

import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import holdfast.server.catalog.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table of payments. Every UPDATE names the version that the caller saw; where another one was
/// there first, it changes nothing and says so.
final class PaymentTable {
    static final String ONE_LIVE = "payment_one_live_for_a_hold";
    static final String ONE_REST = "payment_one_rest_at_a_time";
    static final String ONCE = "payment_once";
    private static final String REST = "rest";
    private static final String BOOKING = "booking";

    private PaymentTable() {}

    private static final String INSERT = """
            INSERT INTO payment (workspace, payment, version, hold, provider, amount, currency,
                   return_to, made_by, made_at, retakes, deadline, captured, refunded, state, leave,
                   stuck, tries, due_at, leased_until, changed_at, contact, part)
            SELECT new.*, the_clock(), 0, ?::timestamptz, 0, 0, 'opening', '', false, 0, the_clock(),
                   the_clock() + ? * interval '1 millisecond', the_clock(), nullif(?, ''), ?
            FROM (VALUES (?::text, ?::text, 1, ?::text, ?::text, ?::bigint, ?::text, ?::text,
                          ?::text)) AS new""";

    static void insert(Pipeline pipeline, PaymentRow row, Duration lease) {
        PaymentRow.Agreed agreed = row.agreed();
        pipeline.update(INSERT, row.link().deadline(), lease.toMillis(),
                row.marks().contact().orElse(""), agreed.rest() ? REST : BOOKING, row.workspace(),
                row.id(), agreed.hold(), agreed.provider(), agreed.amount().amount(),
                agreed.amount().currency(), agreed.returnTo(), agreed.madeBy());
    }

    private static final String UPDATE = """
            UPDATE payment SET version = version + 1, retaken = nullif(?, ''), retakes = ?,
                   provider_ref = nullif(?, ''), charge_ref = nullif(?, ''),
                   next_step = nullif(?, ''), deadline = ?::timestamptz, captured = ?,
                   refunded = ?, state = ?, leave = ?, stuck = ?, why = nullif(?, ''), tries = ?,
                   due_at = ?::timestamptz, changed_at = the_clock(),
                   cancelled_at = nullif(?, '')::timestamptz,
                   keep_at_cancel = nullif(?, -1),
                   forgiven_at = nullif(?, '')::timestamptz, dispute = nullif(?, '')
            WHERE workspace = ? AND payment = ? AND version = ?""";

    /// Writes the row if its version is still the one in the table. The contact is not written: only
    /// forgetting changes it.
    static Pipeline.Answer<Boolean> update(Pipeline pipeline, PaymentRow row) {
        PaymentRow.Link link = row.link();
        PaymentRow.Motion motion = row.motion();
        PaymentRow.Marks marks = row.marks();
        return pipeline.update(UPDATE, row.retake().hold().orElse(""), row.retake().times(),
                link.ref().orElse(""), link.charge().orElse(""), link.next().orElse(""),
                link.deadline(), row.sums().captured(), row.sums().refunded(),
                motion.state().word(), motion.leave().word(), motion.stuck(),
                motion.why().orElse(""), motion.tries(),
                motion.dueAt(),
                marks.cancelledAt().map(Instant::toString).orElse(""),
                marks.keepAtCancel().orElse(-1L),
                marks.forgivenAt().map(Instant::toString).orElse(""), marks.dispute().orElse(""),
                row.workspace(), row.id(), row.version());
    }

    private static final String FIND = """
            SELECT * FROM payment WHERE workspace = ? AND payment = ?""";

    static Optional<PaymentRow> find(Transaction tx, String workspace, String id)
            throws SQLException {
        return one(tx, FIND, workspace, id);
    }

    private static final String OF_HOLD = """
            SELECT * FROM payment WHERE workspace = ? AND (hold = ? OR retaken = ?)
            ORDER BY made_at, payment""";

    /// All payments of a hold, in agreed.
    static List<PaymentRow> ofHold(Transaction tx, String workspace, String hold)
            throws SQLException {
        return all(tx, OF_HOLD, workspace, hold, hold);
    }

    private static final String OF_HOLDS = """
            SELECT * FROM payment
            WHERE workspace = ? AND (hold = ANY (?::text[]) OR retaken = ANY (?::text[]))
            ORDER BY made_at, payment""";

    static List<PaymentRow> ofHolds(Transaction tx, String workspace, List<String> holds)
            throws SQLException {
        String[] ids = holds.toArray(new String[0]);
        return all(tx, OF_HOLDS, workspace, ids, ids);
    }

    private static final String LIVE = """
            SELECT * FROM payment WHERE workspace = ? AND hold = ? AND part = 'booking'
               AND state NOT IN ('closed', 'returned', 'releasing', 'returning')""";

    static Optional<PaymentRow> live(Transaction tx, String workspace, String hold)
            throws SQLException {
        return one(tx, LIVE, workspace, hold);
    }

    private static final String LIVE_REST = """
            SELECT * FROM payment WHERE workspace = ? AND hold = ? AND part = 'rest'
               AND state NOT IN ('closed', 'returned', 'releasing', 'returning', 'settled')""";

    /// The payment of a booking's rest that is under way.
    static Optional<PaymentRow> liveRest(Transaction tx, String workspace, String hold)
            throws SQLException {
        return one(tx, LIVE_REST, workspace, hold);
    }

    private static final String BOOKED = """
            SELECT hold FROM booking WHERE workspace = ? AND hold = ? AND state = 'booked'
            FOR UPDATE""";

    /// Whether it is booked. A cancellation waits until the transaction ends.
    static boolean isBooked(Transaction tx, String workspace, String hold) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<String> found =
                pipeline.query(BOOKED, row -> row.getString(1), workspace, hold);
        pipeline.run();
        return !found.rows().isEmpty();
    }

    private static final String RECEIVED = """
            INSERT INTO payment (workspace, payment, version, hold, provider, amount, currency,
                   return_to, made_by, made_at, retakes, provider_ref, deadline, captured, refunded,
                   state, leave, stuck, tries, due_at, leased_until, changed_at, part)
            VALUES (?, ?, 1, ?, 'onSite', ?, ?, '', ?, the_clock(), 0, ?, the_clock(), ?, 0,
                    'taken', '', false, 0, 'infinity', the_clock(), the_clock(), 'rest')""";

    private static final String SETTLE = """
            UPDATE payment SET state = 'settled', version = version + 1
            WHERE workspace = ? AND payment = ? AND state = 'taken'""";

    /// Writes what staff has received of the rest of a booking.
    static void received(Pipeline pipeline, String workspace, String id, String hold, Money amount,
            String by) {
        pipeline.update(RECEIVED, workspace, id, hold, amount.amount(), amount.currency(), by, id,
                amount.amount());
        pipeline.update(SETTLE, workspace, id);
    }

    private static final String PAGE = """
            SELECT * FROM payment WHERE workspace = ? AND (made_at, payment) > (?::timestamptz, ?)
               AND (? = '' OR state = ?) AND (? = '' OR hold = ? OR retaken = ?)
               AND (NOT ? OR stuck OR state = 'owed')
            ORDER BY made_at, payment LIMIT ?""";

    static List<PaymentRow> page(Transaction tx, String workspace, PaymentSearch search)
            throws SQLException {
        String hold = search.hold().orElse("");
        String state = search.state().orElse("");
        return all(tx, PAGE, workspace, search.afterAt(), search.afterId(), state, state, hold,
                hold, hold, search.needsStaff(), search.most());
    }

    // Materialized, because a join may run a subquery again, which would lock and lease more rows.
    private static final String DUE = """
            WITH due AS MATERIALIZED (
                SELECT workspace, payment FROM payment
                WHERE due_at <= the_clock() AND leased_until <= the_clock()
                ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED)
            UPDATE payment SET leased_until = the_clock() + ? * interval '1 millisecond'
            WHERE (workspace, payment) IN (SELECT workspace, payment FROM due)
            RETURNING *""";

    /// Leases rows that are due.
    static List<PaymentRow> due(Transaction tx, Duration lease, int most) throws SQLException {
        return all(tx, DUE, most, lease.toMillis());
    }

    private static final String LEASE = """
            UPDATE payment SET leased_until = the_clock() + ? * interval '1 millisecond'
            WHERE workspace = ? AND payment = ? AND leased_until <= the_clock()
            RETURNING *""";

    static Optional<PaymentRow> lease(
            Transaction tx, String workspace, String id, Duration lease) throws SQLException {
        return one(tx, LEASE, lease.toMillis(), workspace, id);
    }

    private static final String RELEASE = """
            UPDATE payment SET leased_until = the_clock() WHERE workspace = ? AND payment = ?""";

    static void release(Pipeline pipeline, String workspace, String id) {
        pipeline.update(RELEASE, workspace, id);
    }

    private static final String HINTED = """
            UPDATE payment SET version = version + 1, due_at = least(due_at, the_clock())
            WHERE workspace = ? AND provider = ?
              AND (provider_ref = ANY (?::text[]) OR charge_ref = ANY (?::text[])
                   OR payment = ANY (?::text[]))
            RETURNING payment""";

    /// Makes payments with one of these ids due. Returns their ids.
    static Pipeline.Answer<String> hinted(
            Pipeline pipeline, String workspace, String provider, List<String> refs) {
        String[] ids = refs.toArray(new String[0]);
        return pipeline.query(HINTED, row -> row.getString(1), workspace, provider, ids, ids, ids);
    }

    private static final String NAMED = """
            SELECT * FROM payment WHERE workspace = ? AND provider = ?
              AND (charge_ref = ANY (?::text[]) OR payment = ANY (?::text[]))""";

    /// Payments with one of these ids, ours or the provider's of the charge.
    static List<PaymentRow> named(Transaction tx, String workspace, String provider,
            List<String> refs) throws SQLException {
        String[] ids = refs.toArray(new String[0]);
        return all(tx, NAMED, workspace, provider, ids, ids);
    }

    /// A part of what a workspace has with a provider, by time and id.
    record Part(String workspace, String provider, Instant after, String afterId, int most) {}

    /// Reads such a part.
    @FunctionalInterface
    interface Since<T> {
        List<T> page(Transaction tx, Part part) throws SQLException;
    }

    private static final String CHARGED = """
            SELECT * FROM payment WHERE workspace = ? AND (made_at, payment) > (?::timestamptz, ?)
               AND provider = ? AND captured > 0
            ORDER BY made_at, payment LIMIT ?""";

    static List<PaymentRow> chargedSince(Transaction tx, Part part) throws SQLException {
        return all(tx, CHARGED, part.workspace(), part.after(), part.afterId(), part.provider(),
                part.most());
    }

    private static final String COUNTS = """
            SELECT count(*) FILTER (WHERE stuck AND state <> 'owed'),
                   count(*) FILTER (WHERE state = 'owed' AND forgiven_at IS NULL),
                   coalesce(max(extract(epoch FROM the_clock() - due_at))
                       FILTER (WHERE due_at <= the_clock()), 0)::bigint
            FROM payment WHERE stuck OR state = 'owed' OR due_at <= the_clock()""";

    /// Payments of all workspaces that need staff, and for how long the oldest one has been due.
    record Counts(long stuck, long owed, long lateSeconds) {}

    static Counts counts(Transaction tx) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Counts> counts = pipeline.query(COUNTS,
                row -> new Counts(row.getLong(1), row.getLong(2), row.getLong(3)));
        pipeline.run();
        return counts.only();
    }

    private static Optional<PaymentRow> one(Transaction tx, String sql, Object... arguments)
            throws SQLException {
        return all(tx, sql, arguments).stream().findFirst();
    }

    private static List<PaymentRow> all(Transaction tx, String sql, Object... arguments)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<PaymentRow> rows = pipeline.query(sql, PaymentTable::read, arguments);
        pipeline.run();
        return new ArrayList<>(rows.rows());
    }

    static PaymentRow read(ResultSet row) throws SQLException {
        long keepAtCancel = row.getLong("keep_at_cancel");
        Optional<Long> atCancel = row.wasNull() ? Optional.empty() : Optional.of(keepAtCancel);
        return new PaymentRow(row.getString("workspace"), row.getString("payment"),
                row.getInt("version"),
                new PaymentRow.Agreed(row.getString("hold"), row.getString("provider"),
                        new Money(row.getLong("amount"), row.getString("currency")),
                        row.getString("return_to"), row.getString("made_by"),
                        certainly(row, "made_at"), row.getString("part").equals(REST)),
                new PaymentRow.Retake(text(row, "retaken"), row.getInt("retakes")),
                new PaymentRow.Link(text(row, "provider_ref"), text(row, "charge_ref"),
                        text(row, "next_step"), certainly(row, "deadline")),
                new PaymentRow.Sums(row.getLong("captured"), row.getLong("refunded")),
                new PaymentRow.Motion(PaymentState.of(row.getString("state")),
                        PaymentRow.Leave.of(row.getString("leave")), row.getBoolean("stuck"),
                        text(row, "why"), row.getInt("tries"),
                        ColumnArrays.moment(moment(row, "due_at"))),
                new PaymentRow.Marks(text(row, "contact"),
                        Optional.ofNullable(moment(row, "cancelled_at")), atCancel,
                        Optional.ofNullable(moment(row, "forgiven_at")), text(row, "dispute")));
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        return Rows.moment(row, row.findColumn(column));
    }

    private static Instant certainly(ResultSet row, String column) throws SQLException {
        return Rows.certainly(row, row.findColumn(column));
    }
}
