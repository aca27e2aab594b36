package holdfast.lifecycle;

import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.Hold;
import holdfast.Refusal;
import holdfast.lifecycle.HoldUpdate.Wanted;
import holdfast.lifecycle.IdempotencyKeys.Prior;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// CONFIRM: makes a hold a booking. At the deadline and after it the hold is expired, by the clock
/// that is read once everything is locked.
public record ConfirmVerb(KindStores stores) implements Verb<ConfirmRequest, ConfirmOutcome> {

    @Override
    public String workspace(ConfirmRequest request) {
        return request.workspace();
    }

    @Override
    public Optional<String> text(ConfirmRequest request) {
        return request.key()
                .map(key -> request.options().fingerprint()
                        .orElseGet(() -> RequestText.of(request)));
    }

    @Override
    public List<ConfirmOutcome> serve(Transaction tx, String workspace,
            List<Attempt<ConfirmRequest>> attempts)
            throws SQLException {
        List<String> holds = attempts.stream().map(attempt -> attempt.request().hold()).toList();
        List<String> keys =
                attempts.stream().flatMap(attempt -> attempt.request().key().stream()).toList();
        Wanted wanted = new Wanted(holds, keys, (batches, rows) -> {});
        try (HoldUpdate locked = HoldUpdate.open(tx, stores, workspace, wanted)) {
            List<ConfirmOutcome> outcomes = new ArrayList<>();
            for (Attempt<ConfirmRequest> attempt : attempts) {
                Optional<Prior> prior = locked.keys().prior(attempt.request().key(), attempt);
                outcomes.add(prior.isPresent()
                        ? again(attempt, prior.get()) : decide(locked, attempt));
            }
            locked.write();
            return outcomes;
        }
    }

    /// The answer to a repeated key also repeats whether the request found a booking or made one.
    private static ConfirmOutcome again(Attempt<ConfirmRequest> attempt, Prior prior) {
        if (!(prior instanceof Prior.Said said)) {
            return new Refusal.KeyReused(attempt.request().key().orElseThrow());
        }
        if (HoldText.isHold(said.outcome())) {
            return new ConfirmOutcome.Confirmed(
                    booked(HoldText.parse(said.outcome())), HoldText.isAgain(said.outcome()));
        }
        return refused(RefusalText.parse(said.outcome()));
    }

    /// A refusal because of another version is not stored for the key: the caller reads that
    /// version and sends the same request again.
    private static ConfirmOutcome decide(HoldUpdate locked, Attempt<ConfirmRequest> attempt)
            throws SQLException {
        ConfirmOutcome outcome = outcome(locked, attempt);
        Optional<String> key = attempt.request().key();
        HoldRow row = locked.row(attempt.request().hold());
        if (outcome instanceof ConfirmOutcome.Confirmed done && row != null) {
            locked.keys().say(
                    key, attempt, done.again() ? HoldText.again(row) : HoldText.of(row));
        } else if (outcome instanceof Refusal refusal && !(refusal instanceof Refusal.Stale)) {
            locked.keys().say(key, attempt, refusal);
        }
        return outcome;
    }

    private static ConfirmOutcome refused(Refusal refusal) {
        if (refusal instanceof ConfirmOutcome outcome) {
            return outcome;
        }
        throw new IllegalStateException("not an answer to a confirmation: " + refusal);
    }

    private static ConfirmOutcome outcome(HoldUpdate locked, Attempt<ConfirmRequest> attempt)
            throws SQLException {
        String hold = attempt.request().hold();
        HoldRow row = locked.row(hold);
        if (row == null || row.is("blocked")) {
            return new Refusal.Unknown(List.of(hold));
        }
        Optional<HoldRow> own = locked.own(row, attempt);
        if (own.isPresent() || row.is("booked")) {
            return new ConfirmOutcome.Confirmed(booked(own.orElse(row)), own.isEmpty());
        }
        if (row.is("cancelled")) {
            return new Refusal.Cancelled(hold, row.end());
        }
        if (row.is("expired") || row.lapsed(locked.now()) || locked.broken(row, attempt)) {
            return new Refusal.Expired(hold, row.end());
        }
        if (attempt.request().version().filter(seen -> seen != row.life().version()).isPresent()) {
            return new Refusal.Stale(hold, row.life().version());
        }
        HoldRow noted = row.noted(new Hold.Notes(row.notes().hold(), attempt.request().note()));
        HoldRow next = locked.turn(noted, "confirm", "booked", null, attempt);
        return new ConfirmOutcome.Confirmed(booked(next), false);
    }

    private static Hold.Booked booked(HoldRow row) {
        return new Hold.Booked(row.basket(), row.life().changedAt());
    }
}
