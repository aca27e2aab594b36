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

    /// The outcome recorded for a hold's key; empty if the key is another verb's.
    static Optional<HoldOutcome> of(RecordedAnswer recorded) {
        return switch (recorded) {
            case RecordedAnswer.Done done -> done.hold() instanceof Hold.Held held
                    ? Optional.of(new Granted(held, true)) : Optional.empty();
            case RecordedAnswer.Refused refused -> refused.refusal() instanceof HoldOutcome outcome
                    ? Optional.of(outcome) : Optional.empty();
        };
    }

    /// All of it is held; `again` when this request was granted before and this is that answer.
    record Granted(Hold.Held hold, boolean again) implements HoldOutcome {}
}
