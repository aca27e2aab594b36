package holdfast.lifecycle;

import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.Hold;
import holdfast.Refusal;
import holdfast.RequestOptions;
import holdfast.Verb;
import holdfast.claims.Allotment;
import holdfast.claims.HoldChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// EXCHANGE: gives back the old claims and takes the new ones in one step, so that they may
/// overlap. Where the new ones cannot be granted, the old ones stay.
public final class ExchangeVerb extends ChangingVerb<ExchangeRequest, ExchangeOutcome> {
    public ExchangeVerb(KindStores stores) {
        super(stores, Verb.EXCHANGE, ExchangeOutcome.class);
    }

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
    String hold(ExchangeRequest request) {
        return request.hold();
    }

    @Override
    Optional<String> key(ExchangeRequest request) {
        return request.key();
    }

    @Override
    List<RequestOptions> options(ExchangeRequest request) {
        return List.of(request.options());
    }

    @Override
    void want(ClaimBatches batches, HoldRow row, ExchangeRequest request) {
        batches.want(basket(request, row));
    }

    /// The caller reads the listing and asks again with another price.
    @Override
    boolean recorded(Refusal refusal) {
        return !(refusal instanceof Refusal.Outdated);
    }

    @Override
    Decision change(HoldUpdate update, HoldRow row, Attempt<ExchangeRequest> attempt) {
        ExchangeRequest request = attempt.request();
        if (row.life().version() != request.version()) {
            return new Decision.Refused(new Refusal.Stale(row.hold(), row.life().version()));
        }
        Optional<Refusal.Outdated> outdated = update.listings().outdated(request.options());
        return outdated.isPresent()
                ? new Decision.Refused(outdated.get()) : swap(update, row, attempt);
    }

    @Override
    ExchangeOutcome done(HoldRow row, boolean again) {
        return new ExchangeOutcome.Exchanged(row.seen(Instant.MIN), again);
    }

    @Override
    ExchangeOutcome repeated(HoldRow row, boolean again) {
        return done(row, true);
    }

    private static Basket basket(ExchangeRequest request, HoldRow row) {
        return new Basket(request.claims(), request.limits().orElse(List.of()),
                row.origin().customer());
    }

    private static Decision swap(
            HoldUpdate update, HoldRow row, Attempt<ExchangeRequest> attempt) {
        ClaimBatches batches = update.batches();
        ClaimBatches.Mark mark = batches.mark();
        HoldChange cause = HoldUpdate.cause(row, Verb.EXCHANGE, row.life().until());
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
        return switch (batches.take(basket(attempt.request(), row), cause, same.items())) {
            case Basket.Result.None none -> {
                batches.undo(mark);
                yield new Decision.Refused(none.refusal());
            }
            case Basket.Result.All all -> {
                List<Allotment> allotments = new ArrayList<>(all.allotments());
                allotments.addAll(kept);
                yield new Decision.Done(update.become(
                        row.noted(notes(row, attempt)), cause, attempt, allotments), false);
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
}
