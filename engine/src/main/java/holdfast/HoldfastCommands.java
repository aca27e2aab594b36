package holdfast;

/// The verbs. Each answers with an outcome; a refusal changes nothing. A grant is durable in the
/// database before the answer is given.
public interface HoldfastCommands {

    /// Puts an inventory on sale, or changes it: a pool's capacity, a calendar's lanes and hours, a
    /// map's seats.
    OfferOutcome offer(String workspace, Inventory inventory);

    /// Takes an inventory off sale: nothing more can be held; what is held or booked stays so.
    OfferOutcome withdraw(String workspace, Kind kind, String inventory);

    BlockOutcome block(BlockRequest request);

    CancelOutcome unblock(String workspace, String block);

    HoldOutcome hold(HoldRequest request);

    ConfirmOutcome confirm(ConfirmRequest request);

    CancelOutcome cancel(CancelRequest request);

    ExtendOutcome extend(ExtendRequest request);

    ExchangeOutcome exchange(ExchangeRequest request);

    /// Ends up to `most` expired holds of all workspaces and returns how many. What they had was
    /// free before.
    int expire(int most);
}
