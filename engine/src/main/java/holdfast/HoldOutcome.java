package holdfast;

import java.util.Optional;

/// The answer to a request for a hold.
public sealed interface HoldOutcome
        permits HoldOutcome.Granted,
        Refusal.Overloaded,
        Refusal.KeyReused,
        Refusal.Unknown,
        Refusal.Outdated,
        Refusal.NotOnSale,
        Refusal.LimitReached,
        Refusal.Unavailable {

    /// What is recorded for a hold's key, as the answer that it was.
    static Optional<HoldOutcome> of(RecordedAnswer recorded) {
        return switch (recorded) {
            case RecordedAnswer.Done done -> done.hold() instanceof Hold.Held held
                    ? Optional.of(new Granted(held, true)) : Optional.empty();
            case RecordedAnswer.Refused refused -> refused.refusal() instanceof HoldOutcome outcome
                    ? Optional.of(outcome) : Optional.empty();
        };
    }

    /// All of it is held. `again` when this very request was granted before and this is its answer.
    record Granted(Hold.Held hold, boolean again) implements HoldOutcome {}
}
