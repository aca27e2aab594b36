package holdfast;

/// The answer to a request to cancel a hold or a booking.
public sealed interface CancelOutcome
        permits CancelOutcome.Done,
        Refusal.Overloaded,
        Refusal.KeyReused,
        Refusal.Unknown,
        Refusal.Expired,
        Refusal.Booked {

    /// Everything it had is free; `again` when it was cancelled before.
    record Done(Hold.Cancelled hold, boolean again) implements CancelOutcome {}
}
