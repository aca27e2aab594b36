package holdfast.lifecycle;

import holdfast.Hold;
import holdfast.Verb;
import holdfast.change.Archiving;
import holdfast.change.Archiving.Change;
import holdfast.change.Archiving.Ended;
import holdfast.change.Archiving.HoldStore;
import holdfast.change.Archiving.Line;
import holdfast.change.Archiving.Place;
import holdfast.claims.Allotment;
import holdfast.claims.ColumnText;
import holdfast.digest.Sha256;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Moves ended holds and old keys to an archive, a batch in one transaction. One archive at a time
/// works in a workspace.
public final class EndedHolds {
    private EndedHolds() {}

    private static final String LOCK = """
            SELECT workspace FROM workspace WHERE workspace = ? FOR NO KEY UPDATE""";

    private static final String KEYS = """
            SELECT key, at, outcome FROM idempotency_key
            WHERE workspace = ? AND at < ? LIMIT ?""";

    private static final String REMOVE_KEYS = """
            WITH removed AS (
                DELETE FROM idempotency_key WHERE workspace = ? AND key = ANY (?::text[])
                RETURNING 1)
            SELECT as_decided('keys', count(*), ?) FROM removed""";

    private record Stored(String key, Instant at, String outcome) {
        /// The outcome's first word, and its hold; an answer to the caller's own request is opaque.
        Archiving.Key archived() {
            String first = outcome.split("[\\t\\n]", 2)[0];
            return new Archiving.Key(Sha256.of(key), at, first, IdempotencyKeys.hold(outcome));
        }
    }

    /// Moves keys.
    public static int archiveKeys(
            Transaction tx, String workspace, Instant before, int most, Archiving.KeyStore store)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        pipeline.update(LOCK, workspace);
        Pipeline.Answer<Stored> found = pipeline.query(
                KEYS, row -> new Stored(row.getString(1), Rows.certainly(row, 2), row.getString(3)),
                workspace, before, most);
        pipeline.run();
        List<Stored> keys = found.rows();
        if (keys.isEmpty()) {
            return 0;
        }
        store.keep(keys.stream().map(Stored::archived).toList());
        pipeline.query(REMOVE_KEYS, row -> true, workspace,
                keys.stream().map(Stored::key).toArray(String[]::new), keys.size());
        tx.commit(pipeline);
        return keys.size();
    }

    private static final String OLD_KEYS = """
            SELECT EXISTS (SELECT FROM idempotency_key WHERE workspace = ? AND at < ?)""";

    private static final String HOLDS = """
            SELECT hold, state, version, until, changed_at, attempt, customer, made_at, claims,
                   reason, note, booking_note
            FROM hold
            WHERE workspace = ? AND state IN ('cancelled', 'expired') AND until < ?
            ORDER BY until LIMIT ?
            FOR UPDATE""";

    private static final String LINES = """
            SELECT hold, kind, inventory, version, at, verb, effect, hold_version, until, claim,
                   note
            FROM journal WHERE workspace = ? AND hold = ANY (?::text[])
            ORDER BY hold, at, kind, inventory, version""";

    private record HoldLine(String hold, Line line) {}

    private static final String REMOVE_LINES = """
            WITH removed AS (
                DELETE FROM journal WHERE workspace = ? AND hold = ANY (?::text[])
                RETURNING 1)
            SELECT as_decided('lines archived', count(*), ?) FROM removed""";

    private static final String REMOVE_HOLDS = """
            WITH removed AS (
                DELETE FROM hold WHERE workspace = ? AND hold = ANY (?::text[])
                RETURNING 1)
            SELECT as_decided('holds archived', count(*), ?) FROM removed""";

    /// Moves holds.
    public static int archive(
            Transaction tx, String workspace, Instant before, int most, HoldStore store)
            throws SQLException {
        begin(tx, workspace, before);
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<HoldRow> found =
                pipeline.query(HOLDS, HoldTable::row, workspace, before, most);
        pipeline.run();
        List<HoldRow> holds = found.rows();
        if (holds.isEmpty()) {
            return 0;
        }
        List<String> ids = holds.stream().map(HoldRow::hold).toList();
        Lines lines = lines(tx, workspace, ids, store);
        store.keep(tx, holds.stream().map(row -> ended(
                row, row.end(), lines.of(row.hold()), store)).toList());
        remove(pipeline, workspace, ids, lines, store);
        tx.commit(pipeline);
        return holds.size();
    }

    /// Waits for another archive of the workspace. The keys of the time have to be archived before,
    /// because their answers name holds.
    static void begin(Transaction tx, String workspace, Instant before) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        pipeline.update(LOCK, workspace);
        Pipeline.Answer<Boolean> keys =
                pipeline.query(OLD_KEYS, row -> row.getBoolean(1), workspace, before);
        pipeline.run();
        if (keys.only()) {
            throw new IllegalStateException(
                    "the keys of " + workspace + " before " + before + " are to be archived first");
        }
    }

    /// Lines of the journal that are moved.
    record Lines(Map<String, List<Line>> byHold) {
        List<Line> of(String hold) {
            return byHold.getOrDefault(hold, List.of());
        }

        int count() {
            return byHold.values().stream().mapToInt(List::size).sum();
        }
    }

    static Lines lines(Transaction tx, String workspace, List<String> holds, HoldStore store)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<HoldLine> lines = pipeline.query(LINES, row -> line(row, store),
                workspace, holds.toArray(new String[0]));
        pipeline.run();
        Map<String, List<Line>> byHold = new HashMap<>();
        lines.rows().forEach(each -> byHold
                .computeIfAbsent(each.hold, hold -> new ArrayList<>()).add(each.line));
        return new Lines(byHold);
    }

    /// Adds the statements that delete the holds and exactly these lines.
    static void remove(
            Pipeline pipeline, String workspace, List<String> holds, Lines lines,
            HoldStore store) {
        String[] ids = holds.toArray(new String[0]);
        ArchivedVersions.add(pipeline, workspace, lines.byHold.values().stream()
                .flatMap(List::stream).map(Line::place).toList());
        pipeline.query(REMOVE_LINES, row -> true, workspace, ids, lines.count());
        pipeline.query(REMOVE_HOLDS, row -> true, workspace, ids, holds.size());
        store.remove(pipeline, workspace, holds);
    }

    private static HoldLine line(ResultSet row, HoldStore store) throws SQLException {
        Verb verb = ColumnText.verb(row.getString(6));
        Optional<String> note = Optional.ofNullable(row.getString(11));
        Optional<String> kept = switch (verb) {
            case CONFIRM -> store.withoutPerson(new Hold.Notes(Optional.empty(), note)).booking();
            case HOLD, EXCHANGE ->
                    store.withoutPerson(new Hold.Notes(note, Optional.empty())).hold();
            case OFFER, WITHDRAW, BLOCK, UNBLOCK, EXTEND, CANCEL, EXPIRE -> note;
        };
        return new HoldLine(row.getString(1), new Line(
                new Place(row.getString(2), row.getString(3), row.getLong(4)),
                Rows.certainly(row, 5),
                new Change(row.getString(6), row.getString(7), row.getInt(8),
                        Optional.ofNullable(Rows.moment(row, 9))),
                row.getString(10), kept));
    }

    static Ended ended(HoldRow row, Instant until, List<Line> lines, HoldStore store) {
        return new Ended(
                row.hold(), ColumnText.of(row.life().state()), row.life().version(),
                row.origin().madeAt(), until, row.origin().reason(),
                store.withoutPerson(row.notes()),
                row.allotments().stream().map(EndedHolds::unnamed).map(Allotment::text).toList(),
                lines.stream().map(EndedHolds::unnamed).toList());
    }

    static Line unnamed(Line line) {
        Allotment allotment = unnamed(Allotment.parse(line.claim()));
        return new Line(
                new Place(line.place().kind(), allotment.inventory(), line.place().version()),
                line.at(), line.change(), allotment.text(), line.note());
    }

    /// A limit's pool has its customer's name.
    private static Allotment unnamed(Allotment allotment) {
        if (allotment instanceof Allotment.Places places
                && places.role() == Allotment.Role.LIMIT) {
            String pool = places.inventory();
            return new Allotment.Places(pool.substring(0, pool.lastIndexOf('/') + 1) + "-",
                    places.item(), places.quantity(), places.role());
        }
        return allotment;
    }
}
