package holdfast.lifecycle;

import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.Hold;
import holdfast.Refusal;
import holdfast.Verb;
import java.util.Optional;

/// CONFIRM: makes a hold a booking. At the deadline and after it the hold is expired, by the clock
/// that is read once everything is locked.
public final class ConfirmVerb extends ChangingVerb<ConfirmRequest, ConfirmOutcome> {
    public ConfirmVerb(KindStores stores) {
        super(stores, Verb.CONFIRM, ConfirmOutcome.class);
    }

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
    String hold(ConfirmRequest request) {
        return request.hold();
    }

    @Override
    Optional<String> key(ConfirmRequest request) {
        return request.key();
    }

    /// The caller reads the other version and sends the same request again.
    @Override
    boolean recorded(Refusal refusal) {
        return !(refusal instanceof Refusal.Stale);
    }

    @Override
    Decision change(HoldUpdate update, HoldRow row, Attempt<ConfirmRequest> attempt) {
        ConfirmRequest request = attempt.request();
        if (request.version().filter(seen -> seen != row.life().version()).isPresent()) {
            return new Decision.Refused(new Refusal.Stale(row.hold(), row.life().version()));
        }
        HoldRow noted = row.noted(new Hold.Notes(row.notes().hold(), request.note()));
        return new Decision.Done(update.turn(noted, Verb.CONFIRM, null, attempt), false);
    }

    /// The answer to a repeated key also repeats whether the request found a booking or made one.
    @Override
    ConfirmOutcome done(HoldRow row, boolean again) {
        return new ConfirmOutcome.Confirmed(
                new Hold.Booked(row.basket(), row.life().changedAt()), again);
    }
}
