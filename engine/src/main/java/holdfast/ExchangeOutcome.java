package holdfast;

/// The answer to a request to exchange claims.
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

    /// The new claims are taken and the old ones free. A hold stays held and a booking stays
    /// booked.
    record Exchanged(Hold hold, boolean again) implements ExchangeOutcome {}
}
