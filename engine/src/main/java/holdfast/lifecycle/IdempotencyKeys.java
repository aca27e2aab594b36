package holdfast.lifecycle;

import holdfast.Hold;
import holdfast.HoldRequest;
import holdfast.Refusal;
import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Same key, same answer: what was answered to a key before.
///
/// It is looked up after the locks, so that of two equal requests at the same time the second
/// finds the first. Where equal keys lock different things, the table's primary key refuses the
/// second one, which is then tried again and finds the first.
final class IdempotencyKeys {
    private static final String MADE = "made\t";

    private final Map<String, HoldRow> holds = new HashMap<>();
    private final Map<String, Kept> kept = new HashMap<>();
    private final List<Kept> fresh = new ArrayList<>();

    private record Kept(String key, String request, String outcome) {}

    private static final String READ = """
            SELECT key, request, outcome FROM replay
            WHERE workspace = ? AND key = ANY (?::text[])""";

    private IdempotencyKeys() {}

    /// Asks on this trip for what is known of the keys, and of the ids that were tried before.
    static Asked ask(
            Pipeline pipeline, String workspace, Collection<String> keys,
            Collection<String> triedIds) {
        List<Pipeline.Answer<HoldRow>> tried = new ArrayList<>();
        List<Pipeline.Answer<Kept>> answers = new ArrayList<>();
        if (!keys.isEmpty()) {
            answers.add(pipeline.query(
                    READ, row -> new Kept(row.getString(1), row.getString(2), row.getString(3)),
                    workspace, keys.toArray(new String[0])));
        }
        if (!triedIds.isEmpty()) {
            tried.add(HoldTable.read(pipeline, workspace, triedIds));
        }
        return tx -> {
            IdempotencyKeys found = new IdempotencyKeys();
            answers.forEach(
                    answer -> answer.rows().forEach(each -> found.kept.put(each.key, each)));
            tried.forEach(answer -> found.remember(answer.rows()));
            found.findMade(tx, workspace);
            return found;
        };
    }

    /// What the trip brought, and the holds that it speaks of.
    interface Asked {
        IdempotencyKeys known(Transaction tx) throws SQLException;
    }

    private void remember(List<HoldRow> rows) {
        rows.forEach(row -> holds.put(row.hold(), row));
    }

    private void findMade(Transaction tx, String workspace) throws SQLException {
        Set<String> ids = kept.values().stream()
                .filter(each -> each.outcome.startsWith(MADE))
                .map(each -> each.outcome.substring(MADE.length()))
                .collect(Collectors.toSet());
        if (!ids.isEmpty()) {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<HoldRow> rows = HoldTable.read(pipeline, workspace, ids);
            pipeline.run();
            remember(rows.rows());
        }
    }

    /// What an earlier request with this key, or an earlier try of this one, came to.
    sealed interface Prior {
        record Made(HoldRow row) implements Prior {}

        record Said(String outcome) implements Prior {}

        record Other() implements Prior {}
    }

    Optional<Prior> prior(Optional<String> key, Attempt<?> attempt) {
        HoldRow own = holds.get(attempt.id());
        if (own != null) {
            return Optional.of(new Prior.Made(own));
        }
        Kept said = key.map(kept::get).orElse(null);
        if (said == null) {
            return Optional.empty();
        }
        if (!said.request.equals(attempt.digest())) {
            return Optional.of(new Prior.Other());
        }
        if (!said.outcome.startsWith(MADE)) {
            return Optional.of(new Prior.Said(said.outcome));
        }
        HoldRow row = holds.get(said.outcome.substring(MADE.length()));
        if (row == null) {
            throw new IllegalStateException("key without its hold: " + said);
        }
        return Optional.of(new Prior.Made(row));
    }

    /// Keeps a made hold for its key; a later request of the same batch with the same key finds it.
    void made(Optional<String> key, Attempt<?> attempt, HoldRow row) {
        if (key.isPresent()) {
            holds.put(row.hold(), row);
            say(key, attempt, MADE + row.hold());
        }
    }

    /// Keeps an answer for its key.
    void say(Optional<String> key, Attempt<?> attempt, String outcome) {
        if (key.isPresent()) {
            Kept said = new Kept(key.get(), attempt.digest(), outcome);
            kept.put(key.get(), said);
            fresh.add(said);
        }
    }

    void say(Optional<String> key, Attempt<?> attempt, Refusal refusal) {
        say(key, attempt, RefusalText.of(refusal));
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

    void write(Pipeline pipeline, String workspace, Instant now) {
        if (fresh.isEmpty()) {
            return;
        }
        ColumnArrays columns = new ColumnArrays(3);
        fresh.forEach(each -> columns.row(each.key, each.request, each.outcome));
        pipeline.update(WRITE, columns.after(workspace, now));
    }

    private static final String WRITE_AHEAD = """
            INSERT INTO replay (workspace, key, request, outcome, at)
            SELECT ?, key, request, outcome, kept_clock()
            FROM unnest(?::text[], ?::text[], ?::text[]) AS new (key, request, outcome)
            ORDER BY key""";

    /// Keeps for their keys what will be made, at the time that the clock was kept. A key that was
    /// answered before cannot be written again.
    static void writeAhead(Pipeline pipeline, String workspace,
            List<Attempt<HoldRequest>> attempts) {
        ColumnArrays columns = new ColumnArrays(3);
        for (Attempt<HoldRequest> attempt : attempts) {
            attempt.request().key().ifPresent(
                    key -> columns.row(key, attempt.digest(), MADE + attempt.id()));
        }
        if (!columns.isEmpty()) {
            pipeline.update(WRITE_AHEAD, columns.after(workspace));
        }
    }

    static Hold.Held held(HoldRow row) {
        return new Hold.Held(row.basket(), row.end());
    }
}
