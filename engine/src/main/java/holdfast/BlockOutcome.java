package holdfast;

/// The answer to a request to block something.
public sealed interface BlockOutcome
        permits BlockOutcome.Blocked,
        Refusal.Overloaded,
        Refusal.KeyReused,
        Refusal.Unknown,
        Refusal.InTheWay {

    /// No customer can take it until it is unblocked.
    record Blocked(Hold.Blocked block, boolean again) implements BlockOutcome {}
}
