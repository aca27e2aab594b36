package holdfast;

/// The answer to a request to put on sale, to change what is on sale, or to take it off sale.
public sealed interface OfferOutcome
        permits OfferOutcome.Offered,
        OfferOutcome.OtherKind,
        Refusal.Overloaded,
        Refusal.Unknown,
        Refusal.InTheWay {

    /// The inventory is as asked for; `version` is the journal's.
    record Offered(String inventory, long version) implements OfferOutcome {}

    /// The id belongs to another kind of inventory, or to a pool inside another one.
    record OtherKind(String inventory) implements OfferOutcome, ChangeOutcome {}
}
