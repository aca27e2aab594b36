package holdfast.lifecycle;

import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.Hold;
import holdfast.Refusal;
import holdfast.lifecycle.Locked.Wanted;
import holdfast.lifecycle.Replays.Prior;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// CANCEL: everything is given back, once. The same verb ends a hold and a booking, and (as
/// "unblock") what the house had taken out of sale.
public record Cancelling(Stocks stocks, boolean blocks)
        implements Verb<CancelRequest, CancelOutcome> {

    @Override
    public String workspace(CancelRequest request) {
        return request.workspace();
    }

    @Override
    public Optional<String> text(CancelRequest request) {
        return request.key().map(key ->
                request.fingerprint().orElseGet(() -> RequestText.of(request)));
    }

    @Override
    public List<CancelOutcome> serve(Tx tx, String workspace, List<Ask<CancelRequest>> asks)
            throws SQLException {
        List<String> holds = asks.stream().map(ask -> ask.request().hold()).toList();
        List<String> keys = asks.stream().flatMap(ask -> ask.request().key().stream()).toList();
        Wanted wanted = new Wanted(holds, keys, (shelves, rows) -> { });
        try (Locked locked = Locked.open(tx, stocks, workspace, wanted)) {
            List<CancelOutcome> outcomes = new ArrayList<>();
            for (Ask<CancelRequest> ask : asks) {
                Optional<Prior> prior = locked.replays().prior(ask.request().key(), ask);
                outcomes.add(prior.isPresent()
                        ? again(ask, prior.get()) : decide(locked, ask));
            }
            locked.write();
            return outcomes;
        }
    }

    private static CancelOutcome again(Ask<CancelRequest> ask, Prior prior) {
        if (!(prior instanceof Prior.Said said)) {
            return new Refusal.KeyReused(ask.request().key().orElseThrow());
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

    private CancelOutcome decide(Locked locked, Ask<CancelRequest> ask) throws SQLException {
        CancelOutcome outcome = outcome(locked, ask);
        Optional<String> key = ask.request().key();
        HoldRow row = locked.row(ask.request().hold());
        if (outcome instanceof CancelOutcome.Done done && row != null) {
            locked.replays().say(
                    key, ask, done.again() ? HoldText.again(row) : HoldText.of(row));
        } else if (outcome instanceof Refusal refusal) {
            locked.replays().say(key, ask, refusal);
        }
        return outcome;
    }

    private CancelOutcome outcome(Locked locked, Ask<CancelRequest> ask) throws SQLException {
        String hold = ask.request().hold();
        HoldRow row = locked.row(hold);
        if (row == null || row.origin().reason().isPresent() != blocks) {
            return new Refusal.Unknown(List.of(hold));
        }
        if (row.is("cancelled")) {
            return new CancelOutcome.Done(cancelled(row), locked.own(row, ask).isEmpty());
        }
        if (row.is("booked") && !ask.request().evenBooked()) {
            return new Refusal.Booked(hold);
        }
        if (row.is("expired") || row.lapsed(locked.now()) || locked.broken(row, ask)) {
            return new Refusal.Expired(hold, row.end());
        }
        String verb = blocks ? "unblock" : "cancel";
        return new CancelOutcome.Done(
                cancelled(locked.turn(row, verb, "cancelled", locked.now(), ask)), false);
    }

    private static Hold.Cancelled cancelled(HoldRow row) {
        return new Hold.Cancelled(row.basket(), row.end());
    }
}
