package holdfast;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// The verbs. Each answers with an outcome; a refusal changes nothing. Whatever was granted is in
/// the database, durably, before the answer is given.
///
/// An exception means a bug, a broken world ({@link Unanswered}) or a word that cannot be
/// understood ({@link Invalid}, thrown by the requests' constructors).
public interface Holdfast extends AutoCloseable {

    /// Puts on sale, or changes what is on sale: a pool's capacity, a calendar's lanes and hours, a
    /// map's seats.
    OfferOutcome offer(String workspace, Inventory inventory);

    /// Takes off sale: nothing more is held; what is held or booked stays so.
    OfferOutcome withdraw(String workspace, Kind kind, String inventory);

    BlockOutcome block(BlockRequest request);

    CancelOutcome unblock(String workspace, String block);

    HoldOutcome hold(HoldRequest request);

    /// What is recorded for a key, of whichever verb, whatever the same request would come to now.
    /// It takes nothing.
    Optional<RecordedAnswer> recall(String workspace, String key, String fingerprint);

    ConfirmOutcome confirm(ConfirmRequest request);

    CancelOutcome cancel(CancelRequest request);

    ExtendOutcome extend(ExtendRequest request);

    ExchangeOutcome exchange(ExchangeRequest request);

    /// Tidies up to `most` lapsed holds of all workspaces; says how many. They were free before.
    int expire(int most);

    Optional<Hold> find(String workspace, String hold);

    /// Several (at most 10,000) in one reading, in the sequence in which they are asked for; those
    /// that there are not are left out.
    List<Hold> find(String workspace, Collection<String> holds);

    Optional<Free.Places> freePlaces(String workspace, String pool);

    Optional<Free.Seats> freeSeats(String workspace, String seatMap);

    default Free.Times freeTimes(TimeQuery query) {
        return freeTimes(query, () -> true);
    }

    /// The same, as long as it is wanted: that is asked again and again while the answer is worked
    /// out. What is wanted no more ends early, before the first day that was not finished.
    Free.Times freeTimes(TimeQuery query, BooleanSupplier wanted);

    /// What moved in several inventories since each had the version that the caller saw, at most
    /// `most` changes of each; all of one moment.
    InventoryChanges since(String workspace, List<InventoryChanges.Mark> marks, int most);

    /// What could be held at this moment in the place of seats that were wanted: at most `most` (1
    /// to 10) choices of as many seats, best first, no seat in two of them. Side by side where that
    /// can be had, or else in as few groups as possible; near the wanted ones if they were named.
    /// Nothing of a map that is unknown, not on sale or too full.
    List<Claim.Named> nextBest(String workspace, String seatMap, Claim.Choice wanted, int most);

    /// Which customers have anything that counts within a limit's scope, lapsed holds that were not
    /// tidied included; nothing if they are more than `most` (up to 100,000).
    Optional<Set<String>> counted(String workspace, String scope, int most);

    /// The database's clock: the one that deadlines go by.
    Instant now();

    /// All that happened to a hold, in order.
    List<JournalLine> history(String workspace, String hold);

    /// What happened to an inventory after a version, at most `most` entries.
    List<JournalLine> history(String workspace, Kind kind, String inventory, long after, int most);

    /// How far the journals of these inventories (at most 10,000) are, in one reading: whoever
    /// follows many asks for the history of those that moved. What is unknown is not in the answer.
    Map<String, Long> versions(String workspace, Kind kind, Collection<String> inventories);

    /// Every workspace in which something was ever put on sale.
    List<String> workspaces();

    AuditReport audit(String workspace);

    @Override
    void close();
}
