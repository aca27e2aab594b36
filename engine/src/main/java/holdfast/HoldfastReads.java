package holdfast;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// What can be asked without changing anything. Code that only reads takes this type.
public interface HoldfastReads {

    /// The answer recorded for an idempotency key, of any verb, even if the same request would get
    /// another answer now. It only reads.
    Optional<RecordedAnswer> recall(String workspace, String key, String fingerprint);

    Optional<Hold> find(String workspace, String hold);

    /// Up to 10,000 holds in one read, in the order in which they are asked for; unknown ones are
    /// left out.
    List<Hold> find(String workspace, Collection<String> holds);

    Optional<Free.Places> freePlaces(String workspace, String pool);

    Optional<Free.Seats> freeSeats(String workspace, String seatMap);

    default Free.Times freeTimes(TimeQuery query) {
        return freeTimes(query, () -> true);
    }

    /// The same, but asks `wanted` again and again while it computes. Once that is false the answer
    /// ends early, before the first day that was not finished.
    Free.Times freeTimes(TimeQuery query, BooleanSupplier wanted);

    /// What up to 500 calendars have during a window of at most 62 days, in the order in which they
    /// are asked for; unknown ones are left out. What has expired is not in it.
    List<Schedule> schedules(String workspace, Collection<String> calendars, Window window);

    /// What changed in several inventories since the versions that the caller has, at most `most`
    /// changes of each, in one snapshot.
    InventoryChanges since(String workspace, List<InventoryChanges.Mark> marks, int most);

    /// Alternatives to wanted seats that could be held at this moment: at most `most` (1 to 10)
    /// choices of as many seats, best first, no seat in two of them. They are side by side if
    /// possible, or else in as few groups as possible, and near the wanted seats if those were
    /// named. Empty if the map is unknown, not on sale or too full.
    List<Claim.Named> nextBest(String workspace, String seatMap, Claim.Choice wanted, int most);

    /// The customers who have anything that counts within a limit's scope, holds included that
    /// have expired and whose end is not written yet; empty if they are more than `most` (up to 100,000).
    Optional<Set<String>> counted(String workspace, String scope, int most);

    /// The time of the database's clock, which decides deadlines.
    Instant now();

    /// All that happened to a hold, in order.
    List<JournalLine> history(String workspace, String hold);

    /// What happened to an inventory after a version, at most `most` entries.
    List<JournalLine> history(String workspace, Kind kind, String inventory, long after, int most);

    /// The journal versions of these inventories (at most 10,000), in one read: a client that
    /// follows many inventories asks for the history of those that changed. Unknown ones are left
    /// out.
    Map<String, Long> versions(String workspace, Kind kind, Collection<String> inventories);

    /// Every workspace in which something was ever put on sale.
    List<String> workspaces();

    AuditReport audit(String workspace);
}
