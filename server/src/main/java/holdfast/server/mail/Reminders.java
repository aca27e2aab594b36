package holdfast.server.mail;

import holdfast.HoldfastReads;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.MailTerms;
import holdfast.server.catalog.Versioned;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/// Writes reminders. They are computed and not scheduled: each round asks which bookings start
/// within the workspace's window and have no reminder of that start yet. So a booking that moves or
/// ends has nothing to be taken back.
///
/// Who books when the window has begun gets no reminder, because the confirmation is new enough.
public final class Reminders {
    private static final int AT_ONCE = 500;

    private final DataSource source;
    private final HoldfastReads engine;
    private final Catalog catalog;
    private final Supplier<List<String>> workspaces;

    public Reminders(
            DataSource source, HoldfastReads engine, Catalog catalog,
            Supplier<List<String>> workspaces) {
        this.source = source;
        this.engine = engine;
        this.catalog = catalog;
        this.workspaces = workspaces;
    }

    /// Writes the reminders of all workspaces. Returns whether there may be more.
    public boolean write() throws SQLException {
        boolean more = false;
        for (String workspace : workspaces.get()) {
            Optional<Duration> before =
                    catalog.find(workspace, MailTerms.ID, MailTerms.class)
                            .map(Versioned::entry).orElse(MailTerms.USUAL).remind();
            if (before.isPresent()) {
                more |= write(workspace, before.get());
            }
        }
        return more;
    }

    // The lock of the outbox: a customer who is forgotten at this moment gets no mail after it.
    private static final String LOCK = """
            INSERT INTO change_feed AS feed (workspace, changes) VALUES (?, 0)
            ON CONFLICT ON CONSTRAINT change_feed_once DO UPDATE SET changes = feed.changes""";

    private static final String VISITS = """
            INSERT INTO mail (workspace, mail, hold, kind, version, cause, recipient, again, state,
                              tries, made_at, due_at, filed)
            SELECT booking.workspace, 'mail_' || replace(gen_random_uuid()::text, '-', ''),
                   booking.hold, 'reminder', 0, visit.cause, booking.email, '', 'waiting', 0,
                   the_clock(), the_clock(), false
              FROM (SELECT hold, starts_at,
                           to_char(starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                               AS cause
                      FROM booking_visit
                     WHERE workspace = ? AND starts_at > ? AND starts_at <= ?) AS visit
              JOIN booking ON booking.workspace = ? AND booking.hold = visit.hold
             WHERE booking.state = 'booked' AND booking.email IS NOT NULL
               AND booking.made_at < visit.starts_at - make_interval(secs => ?)
               AND NOT EXISTS (
                   SELECT 1 FROM mail AS sent
                    WHERE sent.workspace = ? AND sent.hold = visit.hold
                      AND sent.kind = 'reminder' AND sent.version = 0
                      AND sent.cause = visit.cause)
             LIMIT ?
            ON CONFLICT ON CONSTRAINT mail_change_once DO NOTHING""";

    private static final String EVENT = """
            INSERT INTO mail (workspace, mail, hold, kind, version, cause, recipient, again, state,
                              tries, made_at, due_at, filed)
            SELECT booking.workspace, 'mail_' || replace(gen_random_uuid()::text, '-', ''),
                   booking.hold, 'reminder', 0, ?::text, booking.email, '', 'waiting', 0,
                   the_clock(), the_clock(), false
              FROM booking_entry AS entry
              JOIN booking ON booking.workspace = entry.workspace AND booking.hold = entry.hold
             WHERE entry.workspace = ? AND entry.entry = ? AND entry.state = 'booked'
               AND booking.email IS NOT NULL AND booking.made_at < ?
               AND NOT EXISTS (
                   SELECT 1 FROM mail AS sent
                    WHERE sent.workspace = entry.workspace AND sent.hold = entry.hold
                      AND sent.kind = 'reminder' AND sent.version = 0 AND sent.cause = ?::text)
             LIMIT ?
            ON CONFLICT ON CONSTRAINT mail_change_once DO NOTHING""";

    private boolean write(String workspace, Duration before) throws SQLException {
        Instant now = engine.now();
        List<Versioned<Event>> soon = catalog.all(workspace, Event.class).stream()
                .filter(event -> within(event.entry().when().start().toInstant(), now, before))
                .toList();
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            pipeline.update(LOCK, workspace);
            Pipeline.Answer<Boolean> visits = pipeline.update(VISITS, workspace, now,
                    now.plus(before), workspace, before.toSeconds(), workspace, AT_ONCE);
            for (Versioned<Event> event : soon) {
                Instant start = event.entry().when().start().toInstant();
                String cause = start.truncatedTo(ChronoUnit.SECONDS).toString();
                pipeline.update(EVENT, cause, workspace, event.id(),
                        start.minus(before), cause, AT_ONCE);
            }
            tx.commit(pipeline);
            return visits.changed() == AT_ONCE;
        }
    }

    private static boolean within(Instant start, Instant now, Duration before) {
        return start.isAfter(now) && !start.isAfter(now.plus(before));
    }
}
