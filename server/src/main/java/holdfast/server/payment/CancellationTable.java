package holdfast.server.payment;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import holdfast.server.catalog.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The tables of cancelled events and of their bookings.
final class CancellationTable {
    private CancellationTable() {}

    /// An event whose bookings are to be cancelled.
    record Work(String workspace, String event, EventCancellation.Wish wish) {}

    private static final String INSERT = """
            INSERT INTO event_cancellation (workspace, event, refund, reason, message, asked_by,
                   asked_at, state, ends_at, due_at)
            VALUES (?, ?, ?, nullif(?, ''), nullif(?, ''), ?, the_clock(), 'running', ?::timestamptz, the_clock())
            ON CONFLICT ON CONSTRAINT event_cancellation_once DO NOTHING""";

    /// One that exists stays as it is.
    static void insert(Pipeline pipeline, Work work, Instant ends) {
        pipeline.update(INSERT, work.workspace(), work.event(), work.wish().refund(),
                work.wish().reason().orElse(""), work.wish().message().orElse(""),
                work.wish().by(), ends);
    }

    // Materialized, because a join may run a subquery again, which would lock and lease more rows.
    private static final String TAKE = """
            WITH due AS MATERIALIZED (
                SELECT workspace, event FROM event_cancellation
                WHERE due_at <= the_clock() ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            UPDATE event_cancellation SET due_at = the_clock() + ? * interval '1 millisecond'
            WHERE (workspace, event) IN (SELECT workspace, event FROM due)
            RETURNING workspace, event, refund, reason, message, asked_by""";

    static Optional<Work> take(Transaction tx, Duration lease) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Work> taken = pipeline.query(TAKE, row -> new Work(
                row.getString(1), row.getString(2), new EventCancellation.Wish(row.getBoolean(3),
                        Optional.ofNullable(row.getString(4)),
                        Optional.ofNullable(row.getString(5)), row.getString(6))),
                lease.toMillis());
        pipeline.run();
        return taken.rows().stream().findFirst();
    }

    // A crash may have come between the cancellation and its result.
    private static final String SETTLE = """
            UPDATE event_cancellation_booking AS asked SET result = 'cancelled'
            FROM booking
            WHERE asked.workspace = ? AND asked.event = ? AND asked.result = 'asked'
              AND booking.workspace = asked.workspace AND booking.hold = asked.hold
              AND booking.state = 'cancelled'""";

    private static final String ASK = """
            WITH page AS (
                SELECT hold FROM booking_entry AS found
                WHERE workspace = ? AND entry = ? AND state = 'booked'
                  AND NOT EXISTS (
                      SELECT FROM event_cancellation_booking AS seen
                      WHERE seen.workspace = found.workspace AND seen.event = found.entry
                        AND seen.hold = found.hold AND seen.result = 'refused')
                ORDER BY made_at, hold LIMIT ?),
            asked AS (
                INSERT INTO event_cancellation_booking (workspace, event, hold, result, looked_at)
                SELECT ?::text, ?::text, hold, 'asked', the_clock() FROM page
                ON CONFLICT ON CONSTRAINT event_cancellation_booking_once DO UPDATE
                   SET result = 'asked', looked_at = the_clock())
            SELECT hold FROM page""";

    /// Writes down which bookings are cancelled next, and returns them.
    static List<String> ask(Transaction tx, Work work, int most) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        pipeline.update(SETTLE, work.workspace(), work.event());
        Pipeline.Answer<String> holds = pipeline.query(ASK, row -> row.getString(1),
                work.workspace(), work.event(), most, work.workspace(), work.event());
        pipeline.run();
        return holds.rows();
    }

    private static final String REDUCE = """
            UPDATE event_cancellation_booking SET reduce_by = ?
            WHERE workspace = ? AND event = ? AND hold = ? AND result = 'asked'""";

    /// Writes what is refunded for a booking that is about to be reduced.
    static void reduce(Pipeline pipeline, Work work, String hold, long by) {
        pipeline.update(REDUCE, by, work.workspace(), work.event(), hold);
    }

    /// A booking that was reduced, and what is to be refunded for it.
    record Reduced(String hold, long by) {}

    private static final String REDUCED = """
            SELECT asked.hold, asked.reduce_by
            FROM event_cancellation_booking AS asked
            JOIN booking ON booking.workspace = asked.workspace AND booking.hold = asked.hold
             AND booking.state = 'booked'
            WHERE asked.workspace = ? AND asked.event = ? AND asked.result = 'asked'
              AND NOT EXISTS (
                  SELECT FROM booking_entry AS found
                  WHERE found.workspace = asked.workspace AND found.hold = asked.hold
                    AND found.entry = asked.event)
            ORDER BY asked.hold""";

    /// Bookings that no longer have items of the event, and whose refund may not be written.
    static List<Reduced> reduced(Transaction tx, Work work) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Reduced> rows = pipeline.query(REDUCED,
                row -> new Reduced(row.getString(1), row.getLong(2)), work.workspace(),
                work.event());
        pipeline.run();
        return List.copyOf(rows.rows());
    }

    private static final String RESULT = """
            UPDATE event_cancellation_booking SET result = ?, looked_at = the_clock()
            WHERE workspace = ? AND event = ? AND hold = ? AND result = 'asked'""";

    static void result(Pipeline pipeline, Work work, String hold, String result) {
        pipeline.update(RESULT, result, work.workspace(), work.event(), hold);
    }

    private static final String GO_ON = """
            UPDATE event_cancellation SET due_at = the_clock() WHERE workspace = ? AND event = ?""";

    /// The rest can be done at once.
    static void goOn(Pipeline pipeline, Work work) {
        pipeline.update(GO_ON, work.workspace(), work.event());
    }

    private static final String WAIT = """
            UPDATE event_cancellation SET due_at = the_clock() + ? * interval '1 millisecond'
            WHERE workspace = ? AND event = ?""";

    /// The rest has to wait for payments that are being charged.
    static void wait(Pipeline pipeline, Work work, Duration rest) {
        pipeline.update(WAIT, rest.toMillis(), work.workspace(), work.event());
    }

    private static final String DONE = """
            UPDATE event_cancellation
               SET state = 'done', done_at = coalesce(done_at, the_clock()),
                   due_at = CASE WHEN ends_at > the_clock()
                                 THEN the_clock() + ? * interval '1 millisecond' END
            WHERE workspace = ? AND event = ?""";

    /// Nothing is left for now; it is due again after a rest, until the event is over.
    static void done(Pipeline pipeline, Work work, Duration rest) {
        pipeline.update(DONE, rest.toMillis(), work.workspace(), work.event());
    }

    private static final String FIND = """
            SELECT event, refund, reason, message, asked_by, asked_at, state = 'running', done_at
            FROM event_cancellation WHERE workspace = ? AND event = ?""";

    private static final String OF_BOOKING = """
            SELECT event FROM event_cancellation_booking
            WHERE workspace = ? AND hold = ? AND result IN ('asked', 'cancelled')""";

    /// The event with which a booking was cancelled.
    static Optional<String> of(Transaction tx, String workspace, String hold)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<String> event =
                pipeline.query(OF_BOOKING, row -> row.getString(1), workspace, hold);
        pipeline.run();
        return event.rows().stream().findFirst();
    }

    private static final String COUNT = """
            SELECT count(*) FILTER (WHERE result = 'cancelled'),
                   count(*) FILTER (WHERE result = 'reduced'),
                   count(*) FILTER (WHERE result = 'refused')
            FROM event_cancellation_booking WHERE workspace = ? AND event = ?""";

    private static final String LEFT = """
            SELECT count(*) FROM booking_entry AS found
            WHERE workspace = ? AND entry = ? AND state = 'booked'
              AND NOT EXISTS (
                  SELECT FROM event_cancellation_booking AS seen
                  WHERE seen.workspace = found.workspace AND seen.event = found.entry
                    AND seen.hold = found.hold AND seen.result = 'refused')""";

    private static final String REFUNDS = """
            SELECT refund.state, count(*), sum(refund.amount)::bigint, payment.currency
            FROM event_cancellation_booking AS each
            JOIN payment ON payment.workspace = each.workspace
             AND (payment.hold = each.hold OR payment.retaken = each.hold)
            JOIN refund ON refund.workspace = payment.workspace AND refund.payment = payment.payment
             AND refund.origin = 'cancelled'
            WHERE each.workspace = ? AND each.event = ? AND each.result IN ('asked', 'cancelled', 'reduced')
            GROUP BY refund.state, payment.currency ORDER BY payment.currency, refund.state""";

    static Optional<EventCancellation> find(Transaction tx, String workspace, String event)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<EventCancellation.Counts> counts = pipeline.query(COUNT,
                row -> new EventCancellation.Counts(row.getLong(1), row.getLong(2), row.getLong(3)),
                workspace, event);
        Pipeline.Answer<Long> left =
                pipeline.query(LEFT, row -> row.getLong(1), workspace, event);
        Pipeline.Answer<EventCancellation.Refunds> refunds = pipeline.query(REFUNDS,
                row -> new EventCancellation.Refunds(row.getString(1), row.getLong(2),
                        new Money(row.getLong(3), row.getString(4))),
                workspace, event);
        Pipeline.Answer<EventCancellation> found = pipeline.query(FIND,
                row -> read(row, counts.only(), left.only(), refunds.rows()), workspace, event);
        pipeline.run();
        return found.rows().stream().findFirst();
    }

    private static EventCancellation read(ResultSet row, EventCancellation.Counts counts,
            long left, List<EventCancellation.Refunds> refunds) throws SQLException {
        return new EventCancellation(row.getString(1), new EventCancellation.Wish(
                row.getBoolean(2), Optional.ofNullable(row.getString(3)),
                Optional.ofNullable(row.getString(4)), row.getString(5)),
                Rows.certainly(row, 6), row.getBoolean(7), Optional.ofNullable(Rows.moment(row, 8)),
                counts, left, refunds);
    }
}
