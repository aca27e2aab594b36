package holdfast;

/// The answer to a request to cancel a hold or a booking.
public sealed interface CancelOutcome
        permits CancelOutcome.Done,
        Refusal.Overloaded,
        Refusal.KeyReused,
        Refusal.Unknown,
        Refusal.Expired,
        Refusal.Booked {

    /// Everything is free again; `again` when it was before.
    record Done(Hold.Cancelled hold, boolean again) implements CancelOutcome {}
}
