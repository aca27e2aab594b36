package holdfast.server.tickets;

import holdfast.Hold;
import holdfast.change.HoldListener;
import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import java.util.ArrayList;
import java.util.List;

/// Issues and revokes tickets in the transaction that makes, changes or ends their booking. Each
/// seat, place and visit that is sold has one valid ticket; a unit that stays sold keeps its own.
public final class TicketRows implements HoldListener {

    @Override
    public void changed(Pipeline pipeline, String workspace, List<Hold> holds) {
        List<String> bookings = new ArrayList<>();
        ColumnArrays sold = new ColumnArrays(2);
        ColumnArrays wanted = new ColumnArrays(6);
        for (Hold hold : holds) {
            if (TicketUnit.isBooking(hold)) {
                bookings.add(hold.id());
                for (TicketUnit unit : TicketUnit.of(hold)) {
                    sold.row(hold.id(), unit.unit());
                    wanted.row(TicketId.next(), hold.id(), unit.subject(), unit.area(),
                            unit.unit(), unit.admits());
                }
            }
        }
        if (bookings.isEmpty()) {
            return;
        }
        pipeline.update(REVOKE,
                sold.after(workspace, bookings.toArray(String[]::new)));
        if (!wanted.isEmpty()) {
            pipeline.update(ISSUE, wanted.after(workspace));
        }
    }

    // Before ISSUE: another booking of the batch may have got the unit.
    private static final String REVOKE = """
            UPDATE ticket SET state = 'revoked', changed_at = the_clock()
            WHERE workspace = ? AND hold = ANY (?::text[]) AND state = 'valid'
              AND NOT EXISTS (SELECT FROM unnest(?::text[], ?::text[]) AS sold (hold, unit)
                              WHERE sold.hold = ticket.hold AND sold.unit = ticket.unit)""";

    // A workspace's first key is number 1, and may be made after its first ticket.
    private static final String ISSUE = """
            INSERT INTO ticket (workspace, ticket, hold, subject, area, unit, admits, sequence,
                                state, signing_key, made_at, changed_at)
            SELECT at.workspace, new.ticket, new.hold, new.subject, new.area, new.unit,
                   new.admits::bigint, 1, 'valid', at.signing_key, at.now, at.now
            FROM (SELECT here.workspace, the_clock() AS now,
                         coalesce((SELECT max(signing_key) FROM ticket_key
                                   WHERE ticket_key.workspace = here.workspace), 1) AS signing_key
                  FROM (SELECT ?::text AS workspace) AS here) AS at
                 CROSS JOIN unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                                   ?::bigint[])
                      AS new (ticket, hold, subject, area, unit, admits)
            WHERE NOT EXISTS (SELECT FROM ticket AS has
                              WHERE has.workspace = at.workspace AND has.unit = new.unit
                                AND has.hold = new.hold AND has.state = 'valid')""";
}
