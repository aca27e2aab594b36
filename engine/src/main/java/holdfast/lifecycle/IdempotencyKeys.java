package holdfast.lifecycle;

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

/// The answers that were given to idempotency keys.
///
/// Keys are looked up after the locks, so that the second of two concurrent equal requests finds
/// the answer of the first. Where requests with one key lock different inventories, the primary key
/// of the table refuses the second one, whose retry finds the first.
final class IdempotencyKeys {
    private static final String MADE = "made\t";

    private final Map<String, HoldRow> holds = new HashMap<>();
    private final Map<String, Recorded> found = new HashMap<>();
    private final List<Recorded> fresh = new ArrayList<>();

    private record Recorded(String key, String request, String outcome) {}

    private static final String READ = """
            SELECT key, request, outcome FROM idempotency_key
            WHERE workspace = ? AND key = ANY (?::text[])""";

    private IdempotencyKeys() {}

    /// The hold that an answer is about, if it is about one.
    static Optional<String> hold(String outcome) {
        return outcome.startsWith(MADE) ? Optional.of(outcome.substring(MADE.length()))
                : HoldText.id(outcome);
    }

    /// Adds to the pipeline the look-up of the keys and of the ids of retried requests.
    static LookUp query(
            Pipeline pipeline, String workspace, Collection<String> keys,
            Collection<String> triedIds) {
        List<Pipeline.Answer<HoldRow>> tried = new ArrayList<>();
        List<Pipeline.Answer<Recorded>> answers = new ArrayList<>();
        if (!keys.isEmpty()) {
            answers.add(pipeline.query(
                    READ, row -> new Recorded(row.getString(1), row.getString(2), row.getString(3)),
                    workspace, keys.toArray(new String[0])));
        }
        if (!triedIds.isEmpty()) {
            tried.add(HoldTable.read(pipeline, workspace, triedIds));
        }
        return tx -> {
            IdempotencyKeys known = new IdempotencyKeys();
            answers.forEach(
                    answer -> answer.rows().forEach(each -> known.found.put(each.key, each)));
            tried.forEach(answer -> known.remember(answer.rows()));
            known.findMade(tx, workspace);
            return known;
        };
    }

    /// The look-up, of which the answers are there once its pipeline has run.
    interface LookUp {
        IdempotencyKeys in(Transaction tx) throws SQLException;
    }

    private void remember(List<HoldRow> rows) {
        rows.forEach(row -> holds.put(row.hold(), row));
    }

    private void findMade(Transaction tx, String workspace) throws SQLException {
        Set<String> ids = found.values().stream()
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

    /// The result of an earlier request with this key, or of an earlier try of this one.
    sealed interface Prior {
        record Made(HoldRow row) implements Prior {}

        record Recorded(String outcome) implements Prior {}

        record Other() implements Prior {}
    }

    Optional<Prior> prior(Optional<String> key, Attempt<?> attempt) {
        HoldRow own = holds.get(attempt.id());
        if (own != null) {
            return Optional.of(new Prior.Made(own));
        }
        Recorded recorded = key.map(found::get).orElse(null);
        if (recorded == null) {
            return Optional.empty();
        }
        if (!recorded.request.equals(attempt.digest())) {
            return Optional.of(new Prior.Other());
        }
        if (!recorded.outcome.startsWith(MADE)) {
            return Optional.of(new Prior.Recorded(recorded.outcome));
        }
        HoldRow row = holds.get(recorded.outcome.substring(MADE.length()));
        if (row == null) {
            throw new IllegalStateException("key without its hold: " + recorded);
        }
        return Optional.of(new Prior.Made(row));
    }

    /// Stores a made hold for its key; a later request of the same batch with this key finds it.
    void made(Optional<String> key, Attempt<?> attempt, HoldRow row) {
        if (key.isPresent()) {
            holds.put(row.hold(), row);
            record(key, attempt, MADE + row.hold());
        }
    }

    /// Stores an answer for its key.
    void record(Optional<String> key, Attempt<?> attempt, String outcome) {
        if (key.isPresent()) {
            Recorded recorded = new Recorded(key.get(), attempt.digest(), outcome);
            found.put(key.get(), recorded);
            fresh.add(recorded);
        }
    }

    void record(Optional<String> key, Attempt<?> attempt, Refusal refusal) {
        record(key, attempt, RefusalText.of(refusal));
    }

    boolean isEmpty() {
        return fresh.isEmpty();
    }

    // In the order of the keys, so that two nodes that write the same keys cannot deadlock.
    private static final String WRITE = """
            INSERT INTO idempotency_key (workspace, key, request, outcome, at)
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
            INSERT INTO idempotency_key (workspace, key, request, outcome, at)
            SELECT ?, key, request, outcome, kept_clock()
            FROM unnest(?::text[], ?::text[], ?::text[]) AS new (key, request, outcome)
            ORDER BY key""";

    /// Stores the holds of the fast path for their keys, at the time that its first statement read.
    /// The write of a key that was answered before fails.
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
}
