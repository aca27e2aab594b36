package holdfast.server.booking;

import holdfast.Hold;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The server's rows about holds that are moved to an archive.
public final class EndedBookings {
    private EndedBookings() {}

    /// Which caller requested a change of the hold.
    public record Requested(Instant at, String verb, String author) {}

    private record OfHold(String hold, Requested requested) {}

    private static final String TRAIL = """
            SELECT subject, at, verb, author FROM audit_trail
            WHERE workspace = ? AND subject = ANY (?::text[])
            ORDER BY subject, at""";

    public static Map<String, List<Requested>> requested(
            Transaction tx, String workspace, List<String> holds) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<OfHold> rows = pipeline.query(TRAIL,
                row -> new OfHold(row.getString(1), new Requested(
                        Rows.certainly(row, 2), row.getString(3), row.getString(4))),
                workspace, holds.toArray(new String[0]));
        pipeline.run();
        Map<String, List<Requested>> byHold = new HashMap<>();
        rows.rows().forEach(each -> byHold
                .computeIfAbsent(each.hold, hold -> new ArrayList<>()).add(each.requested));
        return byHold;
    }

    /// The notes as they are kept for ever.
    public static Hold.Notes withoutPerson(Hold.Notes notes) {
        return new Hold.Notes(notes.hold(), notes.booking().map(BookingNote::withoutPerson));
    }

    private static final String BOOKINGS = """
            DELETE FROM booking WHERE workspace = ? AND hold = ANY (?::text[])""";
    private static final String WORDS = """
            DELETE FROM booking_word WHERE workspace = ? AND hold = ANY (?::text[])""";
    private static final String ENTRIES = """
            DELETE FROM booking_entry WHERE workspace = ? AND hold = ANY (?::text[])""";
    private static final String REQUESTS = """
            DELETE FROM audit_trail WHERE workspace = ? AND subject = ANY (?::text[])""";
    private static final String HANDOVERS = """
            DELETE FROM hold_handover WHERE workspace = ? AND hold = ANY (?::text[])""";
    private static final String CHECK_INS = """
            DELETE FROM check_in WHERE workspace = ? AND hold = ANY (?::text[])""";
    private static final String CONFLICTS = """
            DELETE FROM check_in_conflict WHERE workspace = ? AND hold = ANY (?::text[])""";
    private static final String TICKETS = """
            DELETE FROM ticket WHERE workspace = ? AND hold = ANY (?::text[])""";
    private static final String CANCELLATIONS = """
            DELETE FROM event_cancellation_booking
            WHERE workspace = ? AND hold = ANY (?::text[]) AND result <> 'asked'""";

    private static final String FEES = """
            DELETE FROM booking_fee WHERE workspace = ? AND hold = ANY (?::text[])""";

    private static final String ITEMS = """
            DELETE FROM item_cancellation WHERE workspace = ? AND hold = ANY (?::text[])""";

    public static void remove(Pipeline pipeline, String workspace, List<String> holds) {
        String[] ids = holds.toArray(new String[0]);
        pipeline.update(BOOKINGS, workspace, ids);
        pipeline.update(WORDS, workspace, ids);
        pipeline.update(ENTRIES, workspace, ids);
        pipeline.update(REQUESTS, workspace, ids);
        pipeline.update(HANDOVERS, workspace, ids);
        pipeline.update(CHECK_INS, workspace, ids);
        pipeline.update(CONFLICTS, workspace, ids);
        pipeline.update(TICKETS, workspace, ids);
        pipeline.update(CANCELLATIONS, workspace, ids);
        pipeline.update(FEES, workspace, ids);
        pipeline.update(ITEMS, workspace, ids);
    }
}
