package holdfast.lifecycle;

import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.Hold;
import holdfast.Refusal;
import holdfast.lifecycle.Locked.Wanted;
import holdfast.lifecycle.Replays.Prior;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// CONFIRM: a hold becomes a booking. At its deadline and after it is too late, by the clock that
/// is read once everything is locked.
public record Confirming(Stocks stocks) implements Verb<ConfirmRequest, ConfirmOutcome> {

    @Override
    public String workspace(ConfirmRequest request) {
        return request.workspace();
    }

    @Override
    public Optional<String> text(ConfirmRequest request) {
        return request.key().map(key ->
                request.label().fingerprint().orElseGet(() -> RequestText.of(request)));
    }

    @Override
    public List<ConfirmOutcome> serve(Tx tx, String workspace, List<Ask<ConfirmRequest>> asks)
            throws SQLException {
        List<String> holds = asks.stream().map(ask -> ask.request().hold()).toList();
        List<String> keys = asks.stream().flatMap(ask -> ask.request().key().stream()).toList();
        Wanted wanted = new Wanted(holds, keys, (shelves, rows) -> { });
        try (Locked locked = Locked.open(tx, stocks, workspace, wanted)) {
            List<ConfirmOutcome> outcomes = new ArrayList<>();
            for (Ask<ConfirmRequest> ask : asks) {
                Optional<Prior> prior = locked.replays().prior(ask.request().key(), ask);
                outcomes.add(prior.isPresent()
                        ? again(ask, prior.get()) : decide(locked, ask));
            }
            locked.write();
            return outcomes;
        }
    }

    /// The same key is told the same, also whether the request found a booking or made one.
    private static ConfirmOutcome again(Ask<ConfirmRequest> ask, Prior prior) {
        if (!(prior instanceof Prior.Said said)) {
            return new Refusal.KeyReused(ask.request().key().orElseThrow());
        }
        if (HoldText.isHold(said.outcome())) {
            return new ConfirmOutcome.Confirmed(
                    booked(HoldText.parse(said.outcome())), HoldText.isAgain(said.outcome()));
        }
        return refused(RefusalText.parse(said.outcome()));
    }

    /// That the hold has another version is not kept for the key: the caller looks at that version
    /// and goes on with the same request.
    private static ConfirmOutcome decide(Locked locked, Ask<ConfirmRequest> ask)
            throws SQLException {
        ConfirmOutcome outcome = outcome(locked, ask);
        Optional<String> key = ask.request().key();
        HoldRow row = locked.row(ask.request().hold());
        if (outcome instanceof ConfirmOutcome.Confirmed done && row != null) {
            locked.replays().say(
                    key, ask, done.again() ? HoldText.again(row) : HoldText.of(row));
        } else if (outcome instanceof Refusal refusal && !(refusal instanceof Refusal.Stale)) {
            locked.replays().say(key, ask, refusal);
        }
        return outcome;
    }

    private static ConfirmOutcome refused(Refusal refusal) {
        if (refusal instanceof ConfirmOutcome outcome) {
            return outcome;
        }
        throw new IllegalStateException("not an answer to a confirmation: " + refusal);
    }

    private static ConfirmOutcome outcome(Locked locked, Ask<ConfirmRequest> ask)
            throws SQLException {
        String hold = ask.request().hold();
        HoldRow row = locked.row(hold);
        if (row == null || row.is("blocked")) {
            return new Refusal.Unknown(List.of(hold));
        }
        Optional<HoldRow> own = locked.own(row, ask);
        if (own.isPresent() || row.is("booked")) {
            return new ConfirmOutcome.Confirmed(booked(own.orElse(row)), own.isEmpty());
        }
        if (row.is("cancelled")) {
            return new Refusal.Cancelled(hold, row.end());
        }
        if (row.is("expired") || row.lapsed(locked.now()) || locked.broken(row, ask)) {
            return new Refusal.Expired(hold, row.end());
        }
        if (ask.request().version().filter(seen -> seen != row.life().version()).isPresent()) {
            return new Refusal.Stale(hold, row.life().version());
        }
        HoldRow noted = row.noted(new Hold.Notes(row.notes().hold(), ask.request().note()));
        HoldRow next = locked.turn(noted, "confirm", "booked", null, ask);
        return new ConfirmOutcome.Confirmed(booked(next), false);
    }

    private static Hold.Booked booked(HoldRow row) {
        return new Hold.Booked(row.basket(), row.life().changedAt());
    }
}
