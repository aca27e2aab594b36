package holdfast.lifecycle;

import holdfast.claims.ClaimBatch.Standing;
import holdfast.claims.DatabaseClock;
import holdfast.claims.HoldChange;
import holdfast.lifecycle.ExpireVerb.Lapsed;
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
public record ExpireVerb(KindStores stores) implements Verb<Lapsed, Boolean> {

    public record Lapsed(String workspace, String hold) {}

    private static final String WORKSPACES = """
            SELECT workspace FROM workspace ORDER BY workspace""";

    private static final String LAPSED = """
            SELECT hold FROM hold
            WHERE workspace = ? AND state = 'held' AND until <= ?
            ORDER BY until LIMIT ?""";

    public static List<String> workspaces(Transaction tx) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<String> answer = pipeline.query(WORKSPACES, row -> row.getString(1));
        pipeline.run();
        return answer.rows();
    }

    public static List<Lapsed> find(Transaction tx, String workspace, int most)
            throws SQLException {
        Instant now = DatabaseClock.read(tx);
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Lapsed> answer = pipeline.query(
                LAPSED, row -> new Lapsed(workspace, row.getString(1)),
                workspace, now, most);
        pipeline.run();
        return answer.rows();
    }

    @Override
    public String workspace(Lapsed lapsed) {
        return lapsed.workspace();
    }

    @Override
    public Optional<String> text(Lapsed lapsed) {
        return Optional.empty();
    }

    /// Whether this batch wrote the hold's end.
    @Override
    public List<Boolean> serve(Transaction tx, String workspace, List<Attempt<Lapsed>> attempts)
            throws SQLException {
        List<String> holds = attempts.stream().map(attempt -> attempt.request().hold()).toList();
        Wanted wanted = new Wanted(holds, List.of(), (batches, rows) -> {});
        try (HoldUpdate locked = HoldUpdate.open(tx, stores, workspace, wanted)) {
            List<HoldRow> ended = new ArrayList<>();
            List<Standing> allotments = new ArrayList<>();
            List<Boolean> tidied = new ArrayList<>();
            for (Attempt<Lapsed> attempt : attempts) {
                HoldRow row = locked.row(attempt.request().hold());
                boolean over = row != null && row.lapsed(locked.now());
                tidied.add(over);
                if (row != null && over) {
                    ended.add(row);
                    allotments.addAll(HoldUpdate.standing(row));
                    locked.become(row, ending(row), attempt, row.allotments());
                }
            }
            giveBack(locked, ended, locked.shelves().present(tx, allotments));
            locked.write();
            return tidied;
        }
    }

    private static HoldChange ending(HoldRow row) {
        return HoldUpdate.cause(row, "expire", "expired", row.end());
    }

    private static void giveBack(HoldUpdate locked, List<HoldRow> ended, List<Standing> present) {
        for (HoldRow row : ended) {
            HoldChange cause = HoldChange.lapse(row.hold(), row.end());
            present.stream().filter(each -> each.hold().equals(row.hold()))
                    .forEach(each -> locked.shelves().give(cause, each.allotment()));
        }
    }
}
