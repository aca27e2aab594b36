package holdfast.lifecycle;

import holdfast.Hold;
import holdfast.RecordedAnswer;
import holdfast.Refusal;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// RECALL: reads the stored answer of an idempotency key. It locks and changes nothing.
public final class RecallVerb {
    private RecallVerb() {}

    public static Optional<RecordedAnswer> recall(
            Transaction tx, String workspace, String key, String digest) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        IdempotencyKeys.LookUp keys =
                IdempotencyKeys.query(pipeline, workspace, List.of(key), List.of());
        pipeline.run();
        Optional<IdempotencyKeys.Prior> prior =
                keys.in(tx).prior(Optional.of(key), new Attempt<>(key, "", digest, 0));
        return prior.isEmpty() ? Optional.empty()
                : Optional.of(recorded(tx, workspace, key, prior.get()));
    }

    private static RecordedAnswer recorded(
            Transaction tx, String workspace, String key, IdempotencyKeys.Prior prior)
            throws SQLException {
        return switch (prior) {
            case IdempotencyKeys.Prior.Made made -> new RecordedAnswer.Done(
                    then(HoldHistory.at(tx, workspace, made.row(), 1)), false);
            case IdempotencyKeys.Prior.Recorded recorded -> HoldText.isHold(recorded.outcome())
                    ? new RecordedAnswer.Done(then(HoldText.parse(recorded.outcome())),
                            HoldText.isAgain(recorded.outcome()))
                    : new RecordedAnswer.Refused(RefusalText.parse(recorded.outcome()));
            case IdempotencyKeys.Prior.Other other ->
                    new RecordedAnswer.Refused(new Refusal.KeyReused(key));
        };
    }

    private static Hold then(HoldRow row) {
        return row.seen(Instant.MIN);
    }
}
