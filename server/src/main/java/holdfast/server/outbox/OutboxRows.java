package holdfast.server.outbox;

import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.change.HoldListener;
import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import holdfast.server.booking.Item;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Writes each change of a booking into the outbox, and when its visits begin, in the transaction
/// that makes, changes or ends the booking.
public final class OutboxRows implements HoldListener {
    private final HoldListener index;

    /// @param index writes the search index, which this reads before it is written: a booking that
    ///              is not in it yet is new
    public OutboxRows(HoldListener index) {
        this.index = index;
    }

    @Override
    public void changed(Pipeline pipeline, String workspace, List<Hold> holds) {
        List<Hold> bookings = holds.stream().filter(OutboxRows::isOrWasBooked).toList();
        if (!bookings.isEmpty()) {
            changes(pipeline, workspace, bookings);
            visits(pipeline, workspace, bookings);
        }
        index.changed(pipeline, workspace, holds);
    }

    /// A block that was lifted is cancelled too, and has no booking's note.
    private static boolean isOrWasBooked(Hold hold) {
        return switch (hold) {
            case Hold.Booked booked -> true;
            case Hold.Cancelled cancelled -> cancelled.basket().notes().booking().isPresent();
            case Hold.Held _,Hold.Blocked _,Hold.Expired _ -> false;
        };
    }

    // The search index has a booking from its first change on.
    private static final String CHANGES = """
            INSERT INTO booking_change (workspace, hold, version, kind, cause, at)
            SELECT ?::text, new.hold, new.version,
                   CASE WHEN new.state = 'cancelled' THEN 'cancelled'
                        WHEN EXISTS (SELECT 1 FROM booking AS known
                                      WHERE known.workspace = ?::text AND known.hold = new.hold)
                        THEN 'exchanged' ELSE 'booked' END,
                   '', the_clock()
            FROM unnest(?::text[], ?::bigint[], ?::text[]) AS new (hold, version, state)""";

    private static void changes(Pipeline pipeline, String workspace, List<Hold> bookings) {
        ColumnArrays columns = new ColumnArrays(3);
        for (Hold hold : bookings) {
            columns.row(hold.id(), hold.version(),
                    hold instanceof Hold.Cancelled ? "cancelled" : "booked");
        }
        pipeline.update(CHANGES, columns.after(workspace, workspace));
    }

    // An exchange replaces the visits.
    private static final String CLEAR = """
            DELETE FROM booking_visit WHERE workspace = ? AND hold = ANY (?::text[])""";

    private static final String VISITS = """
            INSERT INTO booking_visit (workspace, hold, starts_at)
            SELECT ?::text, new.hold, new.starts_at::timestamptz
            FROM unnest(?::text[], ?::text[]) AS new (hold, starts_at)""";

    private static void visits(Pipeline pipeline, String workspace, List<Hold> bookings) {
        ColumnArrays columns = new ColumnArrays(2);
        for (Hold hold : bookings) {
            if (hold instanceof Hold.Booked) {
                starts(hold).forEach(start -> columns.row(hold.id(), start));
            }
        }
        pipeline.update(CLEAR, workspace, bookings.stream().map(Hold::id).toArray(String[]::new));
        if (!columns.isEmpty()) {
            pipeline.update(VISITS, columns.after(workspace));
        }
    }

    private static Set<Instant> starts(Hold hold) {
        Set<Instant> starts = new TreeSet<>();
        for (HeldItem item : hold.basket().items()) {
            if (item instanceof HeldItem.Time time) {
                starts.add(Item.Visit.start(time));
            }
        }
        return starts;
    }
}
