package holdfast;

/// The answer to a request to confirm a hold.
public sealed interface ConfirmOutcome
        permits ConfirmOutcome.Confirmed,
        Refusal.Overloaded,
        Refusal.KeyReused,
        Refusal.Unknown,
        Refusal.Expired,
        Refusal.Cancelled,
        Refusal.Stale {

    /// The hold is a booking; `again` when it was one before.
    record Confirmed(Hold.Booked booking, boolean again) implements ConfirmOutcome {}
}
