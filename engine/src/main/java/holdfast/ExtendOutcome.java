package holdfast;

/// The answer to a request to let a hold live longer.
public sealed interface ExtendOutcome
        permits ExtendOutcome.Extended,
        Refusal.Overloaded,
        Refusal.KeyReused,
        Refusal.Unknown,
        Refusal.Expired,
        Refusal.Cancelled,
        Refusal.Booked,
        Refusal.LimitReached {

    /// It has this deadline now.
    record Extended(Hold.Held hold, boolean again) implements ExtendOutcome {}
}
