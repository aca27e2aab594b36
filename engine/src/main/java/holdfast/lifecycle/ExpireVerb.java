package holdfast.lifecycle;

import holdfast.Verb;
import holdfast.claims.ClaimBatch.Standing;
import holdfast.claims.DatabaseClock;
import holdfast.claims.HoldChange;
import holdfast.lifecycle.ExpireVerb.Overdue;
import holdfast.lifecycle.HoldUpdate.Wanted;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// EXPIRE: writes the end of holds that are past their deadlines. Their claims were free from the
/// deadline on; this removes the claims that no other hold has taken since.
public final class ExpireVerb implements BatchedVerb<Overdue, Boolean> {
    private final KindStores stores;

    public ExpireVerb(KindStores stores) {
        this.stores = stores;
    }

    /// A held hold whose deadline has passed.
    public record Overdue(String workspace, String hold) {}

    private static final String WORKSPACES = """
            SELECT workspace FROM workspace ORDER BY workspace""";

    private static final String OVERDUE = """
            SELECT hold FROM hold
            WHERE workspace = ? AND state = 'held' AND until <= ?
            ORDER BY until LIMIT ?""";

    public static List<String> workspaces(Transaction tx) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<String> answer = pipeline.query(WORKSPACES, row -> row.getString(1));
        pipeline.run();
        return answer.rows();
    }

    public static List<Overdue> find(Transaction tx, String workspace, int most)
            throws SQLException {
        Instant now = DatabaseClock.read(tx);
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Overdue> answer = pipeline.query(
                OVERDUE, row -> new Overdue(workspace, row.getString(1)),
                workspace, now, most);
        pipeline.run();
        return answer.rows();
    }

    @Override
    public String workspace(Overdue hold) {
        return hold.workspace();
    }

    @Override
    public Optional<String> text(Overdue hold) {
        return Optional.empty();
    }

    /// Whether this batch wrote the hold's end.
    @Override
    public List<Boolean> serve(Transaction tx, String workspace, List<Attempt<Overdue>> attempts)
            throws SQLException {
        List<String> holds = attempts.stream().map(attempt -> attempt.request().hold()).toList();
        Wanted wanted = new Wanted(holds, List.of(), List.of(), (batches, rows) -> {});
        try (HoldUpdate update = HoldUpdate.open(tx, stores, workspace, wanted)) {
            List<HoldRow> ended = new ArrayList<>();
            List<Standing> allotments = new ArrayList<>();
            List<Boolean> expired = new ArrayList<>();
            for (Attempt<Overdue> attempt : attempts) {
                HoldRow row = update.row(attempt.request().hold());
                boolean over = row != null && row.overdue(update.now());
                expired.add(over);
                if (row != null && over) {
                    ended.add(row);
                    allotments.addAll(HoldUpdate.standing(row));
                    update.become(row, HoldUpdate.cause(row, Verb.EXPIRE, row.end()), attempt,
                            row.allotments());
                }
            }
            giveBack(update, ended, update.batches().present(tx, allotments));
            update.write();
            return expired;
        }
    }

    private static void giveBack(HoldUpdate update, List<HoldRow> ended, List<Standing> present) {
        for (HoldRow row : ended) {
            HoldChange cause = HoldChange.expired(row.hold(), row.end());
            present.stream().filter(each -> each.hold().equals(row.hold()))
                    .forEach(each -> update.batches().give(cause, each.allotment()));
        }
    }
}
