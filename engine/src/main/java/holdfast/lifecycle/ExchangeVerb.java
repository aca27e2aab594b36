package holdfast.lifecycle;

import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.Hold;
import holdfast.Refusal;
import holdfast.RequestOptions;
import holdfast.claims.Allotment;
import holdfast.claims.HoldChange;
import holdfast.lifecycle.HoldUpdate.Wanted;
import holdfast.lifecycle.IdempotencyKeys.Prior;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// EXCHANGE: gives back the old claims and takes the new ones in one step, so that they may
/// overlap. Where the new ones cannot be granted, the old ones stay.
public record ExchangeVerb(KindStores stores) implements Verb<ExchangeRequest, ExchangeOutcome> {

    @Override
    public String workspace(ExchangeRequest request) {
        return request.workspace();
    }

    @Override
    public Optional<String> text(ExchangeRequest request) {
        return request.key()
                .map(key -> request.options().fingerprint()
                        .orElseGet(() -> RequestText.of(request)));
    }

    @Override
    public List<ExchangeOutcome> serve(Transaction tx, String workspace,
            List<Attempt<ExchangeRequest>> attempts)
            throws SQLException {
        List<String> holds = attempts.stream().map(attempt -> attempt.request().hold()).toList();
        List<String> keys =
                attempts.stream().flatMap(attempt -> attempt.request().key().stream()).toList();
        List<RequestOptions> labels =
                attempts.stream().map(attempt -> attempt.request().options()).toList();
        Wanted wanted = new Wanted(
                holds, keys, labels, (batches, rows) -> want(batches, rows, attempts));
        try (HoldUpdate locked = HoldUpdate.open(tx, stores, workspace, wanted)) {
            List<ExchangeOutcome> outcomes = new ArrayList<>();
            for (Attempt<ExchangeRequest> attempt : attempts) {
                Optional<Prior> prior = locked.keys().prior(attempt.request().key(), attempt);
                outcomes.add(prior.isPresent()
                        ? again(attempt, prior.get()) : decide(locked, attempt));
            }
            locked.write();
            return outcomes;
        }
    }

    private static void want(
            ClaimBatches batches, Map<String, HoldRow> rows,
            List<Attempt<ExchangeRequest>> attempts) {
        for (Attempt<ExchangeRequest> attempt : attempts) {
            HoldRow row = rows.get(attempt.request().hold());
            if (row != null) {
                basket(attempt.request(), row).want(batches);
            }
        }
    }

    private static Basket basket(ExchangeRequest request, HoldRow row) {
        return new Basket(request.claims(), request.limits().orElse(List.of()),
                row.origin().customer());
    }

    private static ExchangeOutcome again(Attempt<ExchangeRequest> attempt, Prior prior) {
        if (!(prior instanceof Prior.Said said)) {
            return new Refusal.KeyReused(attempt.request().key().orElseThrow());
        }
        if (HoldText.isHold(said.outcome())) {
            return new ExchangeOutcome.Exchanged(then(HoldText.parse(said.outcome())), true);
        }
        return refused(RefusalText.parse(said.outcome()));
    }

    private static Hold then(HoldRow row) {
        return row.seen(Instant.MIN);
    }

    private static ExchangeOutcome decide(HoldUpdate locked, Attempt<ExchangeRequest> attempt)
            throws SQLException {
        ExchangeOutcome outcome = outcome(locked, attempt);
        Optional<String> key = attempt.request().key();
        if (outcome instanceof Refusal.Outdated) {
            return outcome;
        }
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

    private static ExchangeOutcome outcome(HoldUpdate locked, Attempt<ExchangeRequest> attempt)
            throws SQLException {
        ExchangeRequest request = attempt.request();
        String hold = request.hold();
        HoldRow row = locked.row(hold);
        if (row == null || row.is("blocked")) {
            return new Refusal.Unknown(List.of(hold));
        }
        Optional<HoldRow> own = locked.own(row, attempt);
        if (own.isPresent()) {
            return new ExchangeOutcome.Exchanged(then(own.get()), false);
        }
        if (row.is("cancelled")) {
            return new Refusal.Cancelled(hold, row.end());
        }
        if (row.is("expired") || row.lapsed(locked.now()) || locked.broken(row, attempt)) {
            return new Refusal.Expired(hold, row.end());
        }
        if (row.life().version() != request.version()) {
            return new Refusal.Stale(hold, row.life().version());
        }
        Optional<Refusal.Outdated> outdated = locked.listings().outdated(request.options());
        if (outdated.isPresent()) {
            return outdated.get();
        }
        return swap(locked, attempt, row);
    }

    private static ExchangeOutcome swap(
            HoldUpdate locked, Attempt<ExchangeRequest> attempt, HoldRow row) {
        ClaimBatches batches = locked.shelves();
        ClaimBatches.Mark mark = batches.mark();
        HoldChange cause =
                HoldUpdate.cause(row, "exchange", row.life().state(), row.life().until());
        KeptClaims same = new KeptClaims(attempt.request().claims(), row.allotments());
        // Without limits in the request the old limits go on counting, so that an exchange cannot
        // get around them by leaving them out.
        List<Allotment> kept =
                new ArrayList<>(row.allotments().stream().filter(allotment -> counts(allotment)
                        ? attempt.request().limits().isEmpty() : same.stays(allotment)).toList());
        for (Allotment allotment : row.allotments()) {
            if (kept.contains(allotment)) {
                batches.keep(cause, allotment);
            } else {
                batches.give(cause, allotment);
            }
        }
        same.moved().forEach(allotment -> batches.takeBack(cause, allotment));
        kept.addAll(same.moved());
        return switch (basket(attempt.request(), row).take(batches, cause, same.items())) {
            case Basket.Result.None none -> {
                batches.undo(mark);
                yield refused(none.refusal());
            }
            case Basket.Result.All all -> {
                List<Allotment> allotments = new ArrayList<>(all.allotments());
                allotments.addAll(kept);
                HoldRow next =
                        locked.become(row.noted(notes(row, attempt)), cause, attempt, allotments);
                yield new ExchangeOutcome.Exchanged(next.seen(locked.now()), false);
            }
        };
    }

    private static Hold.Notes notes(HoldRow row, Attempt<ExchangeRequest> attempt) {
        return new Hold.Notes(
                attempt.request().note().or(row.notes()::hold), row.notes().booking());
    }

    private static boolean counts(Allotment allotment) {
        return allotment instanceof Allotment.Places places
                && places.role() == Allotment.Role.LIMIT;
    }

    private static ExchangeOutcome refused(Refusal refusal) {
        if (refusal instanceof ExchangeOutcome outcome) {
            return outcome;
        }
        throw new IllegalStateException("not an answer to an exchange: " + refusal);
    }
}
