package holdfast.lifecycle;

import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.Hold;
import holdfast.Verb;
import java.util.Optional;

/// CANCEL: gives back everything that a hold or booking has, once. UNBLOCK does so for a block.
public final class CancelVerb extends ChangingVerb<CancelRequest, CancelOutcome> {
    private final Verb verb;

    /// @param verb cancel or unblock
    public CancelVerb(KindStores stores, Verb verb) {
        super(stores, verb, CancelOutcome.class);
        this.verb = verb;
    }

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
    String hold(CancelRequest request) {
        return request.hold();
    }

    @Override
    Optional<String> key(CancelRequest request) {
        return request.key();
    }

    @Override
    boolean evenBooked(CancelRequest request) {
        return request.evenBooked();
    }

    @Override
    Decision change(HoldUpdate update, HoldRow row, Attempt<CancelRequest> attempt) {
        return new Decision.Done(update.turn(row, verb, update.now(), attempt), false);
    }

    @Override
    CancelOutcome done(HoldRow row, boolean again) {
        return new CancelOutcome.Done(new Hold.Cancelled(row.basket(), row.end()), again);
    }
}
