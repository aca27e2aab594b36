package holdfast.lifecycle;

import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.RequestOptions;
import holdfast.Verb;
import holdfast.change.HoldListener;
import holdfast.claims.Allotment;
import holdfast.claims.HoldChange;
import holdfast.lifecycle.HoldRow.Life;
import holdfast.lifecycle.HoldRow.Origin;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// HOLD: takes all claims of a request until a deadline, or none.
public final class HoldVerb extends MakingVerb<HoldRequest, HoldOutcome> {
    private final KindStores stores;

    public HoldVerb(KindStores stores) {
        super(stores, Verb.HOLD, HoldListener.NONE, HoldOutcome.class);
        this.stores = stores;
    }

    @Override
    public String workspace(HoldRequest request) {
        return request.workspace();
    }

    @Override
    public Optional<String> text(HoldRequest request) {
        return request.key()
                .map(key -> request.options().fingerprint()
                        .orElseGet(() -> RequestText.of(request)));
    }

    @Override
    Optional<List<HoldOutcome>> fastPath(
            Transaction tx, String workspace, List<Attempt<HoldRequest>> attempts)
            throws SQLException {
        FastPath fast = new FastPath(this, tx, workspace, attempts);
        if (!fast.possible()) {
            return Optional.empty();
        }
        try (ClaimBatches batches = stores.open(workspace)) {
            return fast.serve(batches);
        }
    }

    @Override
    Optional<String> key(HoldRequest request) {
        return request.key();
    }

    @Override
    Basket basket(HoldRequest request) {
        return new Basket(request.claims(), request.limits(), request.customer());
    }

    @Override
    Optional<RequestOptions> options(HoldRequest request) {
        return Optional.of(request.options());
    }

    @Override
    HoldChange change(Attempt<HoldRequest> attempt, Instant now) {
        Instant until = now.plus(attempt.request().holdFor()).truncatedTo(ChronoUnit.MICROS);
        return new HoldChange(Verb.HOLD, attempt.id(), 1, until, Optional.empty());
    }

    @Override
    HoldRow row(Attempt<HoldRequest> attempt, HoldChange change, Instant now,
            List<Allotment> allotments) {
        HoldRequest request = attempt.request();
        return new HoldRow(
                attempt.id(), Life.first(change, now),
                new Origin(request.customer(), now, Optional.empty()),
                new Hold.Notes(request.note(), Optional.empty()), allotments);
    }

    @Override
    HoldOutcome made(HoldRow row, boolean again) {
        return new HoldOutcome.Granted(row.held(), again);
    }
}
