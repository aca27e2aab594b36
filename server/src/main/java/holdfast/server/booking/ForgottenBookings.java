package holdfast.server.booking;

import holdfast.Hold;
import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import holdfast.server.catalog.RandomIds;
import java.util.List;

/// Removes a person from the server's rows about holds, in the engine's transaction that forgets
/// the person.
final class ForgottenBookings {
    private ForgottenBookings() {}

    private static final String BOOKINGS = """
            UPDATE booking SET email = NULL, customer = new.customer
            FROM unnest(?::text[], ?::text[]) AS new (hold, customer)
            WHERE booking.workspace = ? AND booking.hold = new.hold""";

    private static final String WORDS = """
            DELETE FROM booking_word WHERE workspace = ? AND hold = ANY (?::text[])""";

    // The reason of a cancellation is free text of a person.
    private static final String REASONS = """
            UPDATE audit_trail SET why = NULL
            WHERE workspace = ? AND subject = ANY (?::text[]) AND verb = 'cancel'""";

    // Nothing of a note is left, nor its identifier, which is computed from the text.
    private static final String NOTES = """
            DELETE FROM audit_trail
            WHERE workspace = ? AND subject = ANY (?::text[]) AND verb = 'note'""";

    private static final String VISITORS = """
            UPDATE hold_handover SET visitor = 'forgotten'
            WHERE workspace = ? AND hold = ANY (?::text[])""";

    // What the receiving server answered may have the address. The outbox's lock makes this wait
    // for a transaction that writes mails by what the index said before.
    private static final String OUTBOX = """
            INSERT INTO change_feed AS feed (workspace, changes) VALUES (?, 0)
            ON CONFLICT ON CONSTRAINT change_feed_once DO UPDATE SET changes = feed.changes""";

    private static final String MAILS = """
            UPDATE mail SET recipient = 'forgotten ' || mail, state = 'forgotten', answer = NULL,
                   again = CASE WHEN again = '' THEN '' ELSE mail END
            WHERE workspace = ? AND hold = ANY (?::text[])""";

    // A ticket that was passed on names another person, who came with the one who is forgotten.
    private static final String TICKETS = """
            UPDATE ticket SET name = NULL, email = NULL
            WHERE workspace = ? AND hold = ANY (?::text[])""";

    private static final String PASSED_ON = """
            UPDATE ticket SET name = NULL, email = NULL WHERE workspace = ? AND email = ?""";

    /// Forgets a person to whom tickets were passed on.
    static void passedOn(Pipeline pipeline, String workspace, String email) {
        pipeline.update(PASSED_ON, workspace, email);
    }

    private static final String CONTACTS = """
            UPDATE payment SET contact = NULL
            WHERE workspace = ? AND (hold = ANY (?::text[]) OR retaken = ANY (?::text[]))""";

    private static final String UNBOOKED_MAILS = """
            UPDATE mail SET recipient = 'forgotten ' || mail, state = 'forgotten', answer = NULL,
                   again = CASE WHEN again = '' THEN '' ELSE mail END
            WHERE workspace = ? AND hold IN (
                SELECT hold FROM payment WHERE workspace = ? AND email = ?)""";

    private static final String UNBOOKED = """
            UPDATE payment SET contact = NULL WHERE workspace = ? AND email = ?""";

    /// Forgets a person who was to pay and has no booking: their holds have ended.
    static void unbooked(Pipeline pipeline, String workspace, String email) {
        pipeline.update(OUTBOX, workspace);
        pipeline.update(UNBOOKED_MAILS, workspace, workspace, email);
        pipeline.update(UNBOOKED, workspace, email);
    }

    // A receipt that is being made holds the lock of the row that asks for it: it is found by the
    // second statement, or its maker finds the mark. A payment that is being settled holds the lock
    // of its row, which CONTACTS takes before.
    private static final String RECEIPTS_DUE = """
            UPDATE receipt_due SET forgotten = true
            WHERE workspace = ? AND hold = ANY (?::text[])""";

    // What tax law asks for stays without the name.
    private static final String RECEIPTS = """
            UPDATE receipt SET customer = NULL
            WHERE workspace = ? AND hold = ANY (?::text[]) AND customer IS NOT NULL""";

    private static final String TRAIL = """
            INSERT INTO audit_trail (workspace, subject, entry, at, verb, author)
            SELECT ?::text, new.hold, new.entry, the_clock(), 'forget', ?::text
            FROM unnest(?::text[], ?::text[]) AS new (hold, entry)""";

    static void write(Pipeline pipeline, String workspace, List<Hold> holds, String author) {
        ColumnArrays customers = new ColumnArrays(2);
        ColumnArrays entries = new ColumnArrays(2);
        for (Hold hold : holds) {
            customers.row(hold.id(), hold.basket().customer().orElse(null));
            entries.row(hold.id(), RandomIds.next("aud_"));
        }
        String[] ids = holds.stream().map(Hold::id).toArray(String[]::new);
        pipeline.update(BOOKINGS, customers.before(workspace));
        pipeline.update(WORDS, workspace, ids);
        pipeline.update(REASONS, workspace, ids);
        pipeline.update(NOTES, workspace, ids);
        pipeline.update(VISITORS, workspace, ids);
        pipeline.update(OUTBOX, workspace);
        pipeline.update(MAILS, workspace, ids);
        pipeline.update(TICKETS, workspace, ids);
        pipeline.update(CONTACTS, workspace, ids, ids);
        pipeline.update(RECEIPTS_DUE, workspace, ids);
        pipeline.update(RECEIPTS, workspace, ids);
        pipeline.update(TRAIL, entries.after(workspace, author));
    }
}
