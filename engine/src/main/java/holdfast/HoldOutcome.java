package holdfast;

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

    /// All of it is held. `again` when this very request was granted before and this is its answer.
    record Granted(Hold.Held hold, boolean again) implements HoldOutcome {}
}
