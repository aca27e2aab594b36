package holdfast;

/// The answer to a request to extend a hold.
public sealed interface ExtendOutcome
        permits ExtendOutcome.Extended,
        Refusal.Overloaded,
        Refusal.KeyReused,
        Refusal.Unknown,
        Refusal.Expired,
        Refusal.Cancelled,
        Refusal.Booked,
        Refusal.LimitReached {

    /// The hold has this deadline now.
    record Extended(Hold.Held hold, boolean again) implements ExtendOutcome {}
}
