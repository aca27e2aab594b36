package holdfast.lifecycle;

import holdfast.Hold;
import holdfast.Refusal;
import holdfast.ledger.Piece;
import holdfast.lifecycle.HoldRow.Life;
import holdfast.postgres.Columns;
import holdfast.postgres.Rows;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Same key, same answer: what was answered to a key before. A key that made a hold stands in the
/// hold's row; any other answer to a key stands in the table of replays.
///
/// They are looked up after the locks, so that of two equal requests at the same time the second
/// finds the first. Where equal keys lock different things, the unique keys refuse the second one,
/// which is then tried again and finds the first.
final class Replays {
    private final Map<String, HoldRow> made = new HashMap<>();
    private final Map<String, HoldRow> byId = new HashMap<>();
    private final Map<String, Kept> kept = new HashMap<>();
    private final List<Kept> fresh = new ArrayList<>();

    private record Kept(String key, String request, String outcome) {}

    private static final String READ = """
            SELECT key, request, outcome FROM replay
            WHERE workspace = ? AND key = ANY (?::text[])""";

    private Replays() {}

    /// Asks on this trip for what is known of the keys, and of the ids that were tried before.
    static Asked ask(
            Trip trip, String workspace, Collection<String> keys, Collection<String> triedIds) {
        List<Trip.Answer<HoldRow>> rows = new ArrayList<>();
        List<Trip.Answer<Kept>> others = new ArrayList<>();
        if (!keys.isEmpty()) {
            rows.add(Holds.byKey(trip, workspace, keys));
            others.add(trip.ask(
                    READ, row -> new Kept(row.getString(1), row.getString(2), row.getString(3)),
                    workspace, keys.toArray(new String[0])));
        }
        if (!triedIds.isEmpty()) {
            rows.add(Holds.read(trip, workspace, triedIds));
        }
        return () -> {
            Replays replays = new Replays();
            for (Trip.Answer<HoldRow> answer : rows) {
                for (HoldRow row : answer.rows()) {
                    replays.byId.put(row.hold(), row);
                    row.origin().key().ifPresent(key -> replays.made.put(key, row));
                }
            }
            others.forEach(answer ->
                    answer.rows().forEach(each -> replays.kept.put(each.key, each)));
            return replays;
        };
    }

    interface Asked {
        Replays known();
    }

    /// What an earlier request with this key, or an earlier try of this one, came to.
    sealed interface Prior {
        record Made(HoldRow row) implements Prior {}

        record Said(String outcome) implements Prior {}

        record Other() implements Prior {}
    }

    Optional<Prior> prior(Optional<String> key, Ask<?> ask) {
        HoldRow own = byId.get(ask.id());
        if (own != null) {
            return Optional.of(new Prior.Made(own));
        }
        if (key.isEmpty()) {
            return Optional.empty();
        }
        HoldRow row = made.get(key.get());
        if (row != null) {
            return Optional.of(row.origin().request().equals(ask.digest())
                    ? new Prior.Made(row) : new Prior.Other());
        }
        Kept said = kept.get(key.get());
        if (said != null) {
            return Optional.of(said.request.equals(ask.digest())
                    ? new Prior.Said(said.outcome) : new Prior.Other());
        }
        return Optional.empty();
    }

    /// A later request of the same batch with the same key finds this hold.
    void made(HoldRow row) {
        row.origin().key().ifPresent(key -> made.put(key, row));
    }

    /// Keeps an answer for its key.
    void say(Optional<String> key, Ask<?> ask, String outcome) {
        if (key.isPresent()) {
            Kept said = new Kept(key.get(), ask.digest(), outcome);
            kept.put(key.get(), said);
            fresh.add(said);
        }
    }

    void say(Optional<String> key, Ask<?> ask, Refusal refusal) {
        say(key, ask, RefusalText.of(refusal));
    }

    boolean isEmpty() {
        return fresh.isEmpty();
    }

    // Keys in order, so that two nodes that write the same keys do not wait for each other.
    private static final String WRITE = """
            INSERT INTO replay (workspace, key, request, outcome, at)
            SELECT ?, key, request, outcome, ?
            FROM unnest(?::text[], ?::text[], ?::text[]) AS new (key, request, outcome)
            ORDER BY key""";

    void write(Trip trip, String workspace, Instant now) {
        if (fresh.isEmpty()) {
            return;
        }
        Columns columns = new Columns(3);
        fresh.forEach(each -> columns.row(each.key, each.request, each.outcome));
        trip.tell(WRITE, columns.after(workspace, now));
    }

    private static final String FIRST = """
            SELECT claim, until, at FROM journal
            WHERE workspace = ? AND hold = ? AND hold_version = 1 AND effect = 'take'
            ORDER BY kind, inventory, version""";

    private record First(Piece piece, @Nullable Instant until) {}

    /// The hold as it was when it was made, whatever became of it since.
    static HoldRow first(Tx tx, String workspace, HoldRow row) throws SQLException {
        if (row.life().version() == 1 && (row.is("held") || row.is("blocked"))) {
            return row;
        }
        Trip trip = tx.trip();
        Trip.Answer<First> lines = trip.ask(
                FIRST,
                each -> new First(Piece.parse(each.getString(1)), Rows.moment(each, 2)),
                workspace, row.hold());
        trip.go();
        Instant until = lines.rows().getFirst().until;
        Life life = new Life(until == null ? "blocked" : "held", 1, until,
                row.origin().madeAt(), row.hold());
        return new HoldRow(row.hold(), life, row.origin(),
                lines.rows().stream().map(First::piece).toList());
    }

    static Hold.Held held(HoldRow row) {
        return new Hold.Held(row.basket(), row.end());
    }
}
