package holdfast.lifecycle;

import holdfast.ExtendOutcome;
import holdfast.ExtendRequest;
import holdfast.Refusal;
import holdfast.Verb;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// EXTEND: moves the deadline of a hold, up to a bound counted from when it was made, which a
/// request can raise. It never shortens a hold: of two concurrent requests the later deadline stays.
public final class ExtendVerb extends ChangingVerb<ExtendRequest, ExtendOutcome> {
    private final Duration longest;

    public ExtendVerb(KindStores stores, Duration longest) {
        super(stores, Verb.EXTEND, ExtendOutcome.class);
        this.longest = longest;
    }

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
    String hold(ExtendRequest request) {
        return request.hold();
    }

    @Override
    Optional<String> key(ExtendRequest request) {
        return request.key();
    }

    @Override
    Decision change(HoldUpdate update, HoldRow row, Attempt<ExtendRequest> attempt) {
        Duration most = attempt.request().longest()
                .filter(each -> each.compareTo(longest) > 0).orElse(longest);
        Instant bound = row.origin().madeAt().plus(most);
        if (!row.end().isBefore(bound)) {
            return new Decision.Refused(
                    new Refusal.LimitReached("holdFor", most.toSeconds(), 0));
        }
        Instant wanted = update.now().plus(attempt.request().holdFor())
                .truncatedTo(ChronoUnit.MICROS);
        Instant until = wanted.isAfter(bound) ? bound : wanted;
        return new Decision.Done(until.isAfter(row.end())
                ? update.turn(row, Verb.EXTEND, until, attempt) : row, false);
    }

    @Override
    ExtendOutcome done(HoldRow row, boolean again) {
        return new ExtendOutcome.Extended(row.held(), again);
    }

    @Override
    ExtendOutcome repeated(HoldRow row, boolean again) {
        return done(row, true);
    }
}
