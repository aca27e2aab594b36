package holdfast.lifecycle;

import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.Hold;
import holdfast.Refusal;
import holdfast.lifecycle.HoldUpdate.Wanted;
import holdfast.lifecycle.IdempotencyKeys.Prior;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// CANCEL: gives back everything that a hold or booking has, once. As "unblock" it ends a block.
public record CancelVerb(KindStores stores, boolean blocks)
        implements Verb<CancelRequest, CancelOutcome> {

    @Override
    public String workspace(CancelRequest request) {
        return request.workspace();
    }

    @Override
    public Optional<String> text(CancelRequest request) {
        return request.key()
                .map(key -> request.fingerprint().orElseGet(() -> RequestText.of(request)));
    }

    @Override
    public List<CancelOutcome> serve(Transaction tx, String workspace,
            List<Attempt<CancelRequest>> attempts)
            throws SQLException {
        List<String> holds = attempts.stream().map(attempt -> attempt.request().hold()).toList();
        List<String> keys =
                attempts.stream().flatMap(attempt -> attempt.request().key().stream()).toList();
        Wanted wanted = new Wanted(holds, keys, (batches, rows) -> {});
        try (HoldUpdate locked = HoldUpdate.open(tx, stores, workspace, wanted)) {
            List<CancelOutcome> outcomes = new ArrayList<>();
            for (Attempt<CancelRequest> attempt : attempts) {
                Optional<Prior> prior = locked.keys().prior(attempt.request().key(), attempt);
                outcomes.add(prior.isPresent()
                        ? again(attempt, prior.get()) : decide(locked, attempt));
            }
            locked.write();
            return outcomes;
        }
    }

    private static CancelOutcome again(Attempt<CancelRequest> attempt, Prior prior) {
        if (!(prior instanceof Prior.Said said)) {
            return new Refusal.KeyReused(attempt.request().key().orElseThrow());
        }
        if (HoldText.isHold(said.outcome())) {
            return new CancelOutcome.Done(
                    cancelled(HoldText.parse(said.outcome())), HoldText.isAgain(said.outcome()));
        }
        return refused(RefusalText.parse(said.outcome()));
    }

    private static CancelOutcome refused(Refusal refusal) {
        if (refusal instanceof CancelOutcome outcome) {
            return outcome;
        }
        throw new IllegalStateException("not an answer to a cancellation: " + refusal);
    }

    private CancelOutcome decide(HoldUpdate locked, Attempt<CancelRequest> attempt)
            throws SQLException {
        CancelOutcome outcome = outcome(locked, attempt);
        Optional<String> key = attempt.request().key();
        HoldRow row = locked.row(attempt.request().hold());
        if (outcome instanceof CancelOutcome.Done done && row != null) {
            locked.keys().say(
                    key, attempt, done.again() ? HoldText.again(row) : HoldText.of(row));
        } else if (outcome instanceof Refusal refusal) {
            locked.keys().say(key, attempt, refusal);
        }
        return outcome;
    }

    private CancelOutcome outcome(HoldUpdate locked, Attempt<CancelRequest> attempt)
            throws SQLException {
        String hold = attempt.request().hold();
        HoldRow row = locked.row(hold);
        if (row == null || row.origin().reason().isPresent() != blocks) {
            return new Refusal.Unknown(List.of(hold));
        }
        if (row.is("cancelled")) {
            return new CancelOutcome.Done(cancelled(row), locked.own(row, attempt).isEmpty());
        }
        if (row.is("booked") && !attempt.request().evenBooked()) {
            return new Refusal.Booked(hold);
        }
        if (row.is("expired") || row.lapsed(locked.now()) || locked.broken(row, attempt)) {
            return new Refusal.Expired(hold, row.end());
        }
        String verb = blocks ? "unblock" : "cancel";
        return new CancelOutcome.Done(
                cancelled(locked.turn(row, verb, "cancelled", locked.now(), attempt)), false);
    }

    private static Hold.Cancelled cancelled(HoldRow row) {
        return new Hold.Cancelled(row.basket(), row.end());
    }
}
