package holdfast;

/// The answer to a request to have something else instead.
public sealed interface ExchangeOutcome
        permits ExchangeOutcome.Exchanged,
        Refusal.Overloaded,
        Refusal.KeyReused,
        Refusal.Unknown,
        Refusal.Expired,
        Refusal.Cancelled,
        Refusal.Stale,
        Refusal.Outdated,
        Refusal.NotOnSale,
        Refusal.LimitReached,
        Refusal.Unavailable {

    /// The new is taken and the old is free; a hold is still held and a booking still booked.
    record Exchanged(Hold hold, boolean again) implements ExchangeOutcome {}
}
