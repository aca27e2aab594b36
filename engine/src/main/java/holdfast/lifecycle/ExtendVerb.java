package holdfast.lifecycle;

import holdfast.ExtendOutcome;
import holdfast.ExtendRequest;
import holdfast.Refusal;
import holdfast.lifecycle.HoldUpdate.Wanted;
import holdfast.lifecycle.IdempotencyKeys.Prior;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// EXTEND: moves the deadline of a hold, up to a bound counted from when it was made. It never
/// shortens a hold: of two concurrent requests the later deadline stays.
public record ExtendVerb(KindStores stores, Duration longest)
        implements Verb<ExtendRequest, ExtendOutcome> {

    @Override
    public String workspace(ExtendRequest request) {
        return request.workspace();
    }

    @Override
    public Optional<String> text(ExtendRequest request) {
        return request.key()
                .map(key -> request.fingerprint().orElseGet(() -> RequestText.of(request)));
    }

    @Override
    public List<ExtendOutcome> serve(Transaction tx, String workspace,
            List<Attempt<ExtendRequest>> attempts)
            throws SQLException {
        List<String> holds = attempts.stream().map(attempt -> attempt.request().hold()).toList();
        List<String> keys =
                attempts.stream().flatMap(attempt -> attempt.request().key().stream()).toList();
        Wanted wanted = new Wanted(holds, keys, (batches, rows) -> {});
        try (HoldUpdate locked = HoldUpdate.open(tx, stores, workspace, wanted)) {
            List<ExtendOutcome> outcomes = new ArrayList<>();
            for (Attempt<ExtendRequest> attempt : attempts) {
                Optional<Prior> prior = locked.keys().prior(attempt.request().key(), attempt);
                outcomes.add(prior.isPresent()
                        ? again(attempt, prior.get()) : decide(locked, attempt));
            }
            locked.write();
            return outcomes;
        }
    }

    private static ExtendOutcome again(Attempt<ExtendRequest> attempt, Prior prior) {
        if (!(prior instanceof Prior.Said said)) {
            return new Refusal.KeyReused(attempt.request().key().orElseThrow());
        }
        if (HoldText.isHold(said.outcome())) {
            return new ExtendOutcome.Extended(
                    IdempotencyKeys.held(HoldText.parse(said.outcome())), true);
        }
        return refused(RefusalText.parse(said.outcome()));
    }

    private ExtendOutcome decide(HoldUpdate locked, Attempt<ExtendRequest> attempt)
            throws SQLException {
        ExtendOutcome outcome = outcome(locked, attempt);
        Optional<String> key = attempt.request().key();
        if (outcome instanceof Refusal refusal) {
            locked.keys().say(key, attempt, refusal);
        } else {
            HoldRow row = locked.row(attempt.request().hold());
            if (row != null) {
                locked.keys().say(key, attempt, HoldText.of(row));
            }
        }
        return outcome;
    }

    private ExtendOutcome outcome(HoldUpdate locked, Attempt<ExtendRequest> attempt)
            throws SQLException {
        String hold = attempt.request().hold();
        HoldRow row = locked.row(hold);
        if (row == null || row.is("blocked")) {
            return new Refusal.Unknown(List.of(hold));
        }
        Optional<HoldRow> own = locked.own(row, attempt);
        if (own.isPresent()) {
            return new ExtendOutcome.Extended(IdempotencyKeys.held(own.get()), false);
        }
        if (row.is("cancelled")) {
            return new Refusal.Cancelled(hold, row.end());
        }
        if (row.is("booked")) {
            return new Refusal.Booked(hold);
        }
        if (row.is("expired") || row.lapsed(locked.now()) || locked.broken(row, attempt)) {
            return new Refusal.Expired(hold, row.end());
        }
        Instant bound = row.origin().madeAt().plus(longest);
        if (!row.end().isBefore(bound)) {
            return new Refusal.LimitReached("holdFor", longest.toSeconds(), 0);
        }
        Instant wanted = locked.now().plus(attempt.request().holdFor())
                .truncatedTo(ChronoUnit.MICROS);
        Instant until = wanted.isAfter(bound) ? bound : wanted;
        if (!until.isAfter(row.end())) {
            return new ExtendOutcome.Extended(IdempotencyKeys.held(row), false);
        }
        return new ExtendOutcome.Extended(
                IdempotencyKeys.held(locked.turn(row, "extend", "held", until, attempt)), false);
    }

    private static ExtendOutcome refused(Refusal refusal) {
        if (refusal instanceof ExtendOutcome outcome) {
            return outcome;
        }
        throw new IllegalStateException("not an answer to an extension: " + refusal);
    }
}
