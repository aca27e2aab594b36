package holdfast.lifecycle;

import static holdfast.postgres.ColumnArrays.Sort.MOMENT;
import static holdfast.postgres.ColumnArrays.Sort.NUMBER;
import static holdfast.postgres.ColumnArrays.Sort.TEXT;

import holdfast.HoldRequest;
import holdfast.claims.BatchTotals;
import holdfast.claims.ColumnText;
import holdfast.claims.PendingLine;
import holdfast.claims.PlannedHold;
import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Appends lines to the journal, in the transaction of the change that they describe. Versions are
/// counted under the row lock of the inventory, so that they have no gaps and no duplicates.
final class Journal {
    private Journal() {}

    private static final String WRITE = """
            INSERT INTO journal (workspace, kind, inventory, version, at, verb, effect, hold,
                                 hold_version, until, claim, note, customer, attempt)
            SELECT same.workspace, coalesce(new.kind, same.kind),
                   coalesce(new.inventory, same.inventory), new.version, same.at,
                   coalesce(new.verb, same.verb), coalesce(new.effect, same.effect),
                   coalesce(new.hold, same.hold),
                   coalesce(new.hold_version, same.hold_version)::integer,
                   coalesce(new.until::timestamptz, same.until),
                   coalesce(new.claim, same.claim), coalesce(new.note, same.note),
                   coalesce(new.customer, same.customer), coalesce(new.attempt, same.attempt)
            FROM (SELECT ?::text, ?::timestamptz, ?::text, ?::text, ?::text, ?::text, ?::text,
                         ?::text, ?::timestamptz, ?::text, ?::text, ?::text, ?::text)
                 AS same (workspace, at, kind, inventory, verb, effect, hold, hold_version, until,
                          claim, note, customer, attempt),
                 (SELECT unnest(?::bigint[]), unnest(?::text[]), unnest(?::text[]),
                         unnest(?::text[]), unnest(?::text[]), unnest(?::text[]),
                         unnest(?::text[]), unnest(?::text[]), unnest(?::text[]),
                         unnest(?::text[]), unnest(?::text[]), unnest(?::text[]))
                 AS new (version, kind, inventory, verb, effect, hold, hold_version, until, claim,
                         note, customer, attempt)""";

    /// `rows` are the holds that these lines make or change. The first line of a new hold has its
    /// customer, and the first line of a change that may alter a note has the note, so that the
    /// journal alone can rebuild every table. The first line of a changed hold has the attempt, so
    /// that a retry finds its own change although other requests changed the hold since.
    static void write(
            Pipeline pipeline, String workspace, Instant now, List<PendingLine> lines,
            Collection<HoldRow> rows) {
        if (lines.isEmpty()) {
            return;
        }
        Map<String, HoldRow> firsts = new HashMap<>();
        rows.forEach(row -> firsts.put(row.hold(), row));
        ColumnArrays columns =
                new ColumnArrays(NUMBER, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, MOMENT, TEXT,
                        TEXT, TEXT, TEXT);
        for (PendingLine line : lines) {
            PendingLine.Of of = line.of();
            HoldRow first = of.hold() == null || of.holdVersion() == 0
                    ? null : firsts.remove(of.hold());
            columns.row(
                    line.version(), line.kind().word(), line.inventory(), ColumnText.of(of.verb()),
                    ColumnText.of(line.effect()),
                    of.hold(), version(of), of.until(),
                    line.claim(), of.note().or(() -> note(of, first)).orElse(null),
                    first == null ? null : customer(first),
                    first == null ? null : attempt(first));
        }
        pipeline.update(WRITE, columns.sparing(workspace, now));
    }

    private static final String WRITE_AHEAD = """
            WITH made AS MATERIALIZED (
                SELECT kept_clock() AS at, clock_in_time(?) AS now, kept_versions() AS versions)
            INSERT INTO journal (workspace, kind, inventory, version, at, verb, effect, hold,
                                 hold_version, until, claim, note, customer)
            SELECT same.workspace, 'capacity', coalesce(new.inventory, same.inventory),
                   made.versions[coalesce(new.place, same.place)] + new.nth, made.now, 'hold',
                   'take', coalesce(new.hold, same.hold), 1,
                   made.at + coalesce(new.lasts, same.lasts) * interval '1 microsecond',
                   coalesce(new.claim, same.claim), coalesce(new.note, same.note),
                   coalesce(new.customer, same.customer)
            FROM made,
                 (SELECT ?::text, ?::bigint, ?::text, ?::text, ?::bigint, ?::text, ?::text,
                         ?::text)
                 AS same (workspace, place, inventory, hold, lasts, claim, note, customer),
                 (SELECT unnest(?::bigint[]), unnest(?::bigint[]), unnest(?::text[]),
                         unnest(?::text[]), unnest(?::bigint[]), unnest(?::text[]),
                         unnest(?::text[]), unnest(?::text[]))
                 AS new (nth, place, inventory, hold, lasts, claim, note, customer)""";

    /// The lines of the fast path: deadlines count from the clock that its first statement read,
    /// and versions from those of the locked rows. Written only within so many microseconds after
    /// that clock.
    static void writeAhead(
            Pipeline pipeline, String workspace, long within, List<Attempt<HoldRequest>> attempts,
            BatchTotals totals) {
        ColumnArrays columns =
                new ColumnArrays(NUMBER, NUMBER, TEXT, TEXT, NUMBER, TEXT, TEXT, TEXT);
        Iterator<Attempt<HoldRequest>> next = attempts.iterator();
        PlannedHold before = null;
        for (BatchTotals.Line line : totals.lines()) {
            HoldRequest first = line.hold().equals(before) ? null : next.next().request();
            before = line.hold();
            columns.row(line.nth(), line.pool().place(), line.pool().id(), before.hold(),
                    before.lasts(), line.allotment().text(),
                    first == null ? null : first.note().orElse(null),
                    first == null ? null : first.customer().orElse(null));
        }
        pipeline.update(WRITE_AHEAD, columns.sparing(within, workspace));
    }

    private static @Nullable String version(PendingLine.Of of) {
        return of.hold() == null ? null : Integer.toString(of.holdVersion());
    }

    private static Optional<String> note(PendingLine.Of of, @Nullable HoldRow first) {
        if (first == null) {
            return Optional.empty();
        }
        return switch (of.verb()) {
            case HOLD, EXCHANGE -> first.notes().hold();
            case CONFIRM -> first.notes().booking();
            case OFFER, WITHDRAW, BLOCK, UNBLOCK, EXTEND, CANCEL, EXPIRE -> Optional.empty();
        };
    }

    private static @Nullable String customer(HoldRow row) {
        return row.life().version() == 1 ? row.origin().customer().orElse(null) : null;
    }

    private static @Nullable String attempt(HoldRow row) {
        return row.life().version() == 1 ? null : row.life().attempt();
    }
}
