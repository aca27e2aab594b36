package holdfast;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What one listing puts on sale from now on. The change locks every inventory that it names, also
/// unchanged ones, so that a hold of one of them either committed before the change or is refused
/// as outdated.
///
/// @param described the listing with the version that it has from now on: it must have the one
///                  before it, or the whole change is refused. A listing that was never described
///                  has 0
/// @param onSale whether the inventories are on sale. If not, they are described all the same, and
///               none of them can be held
/// @param withdrawals inventories that the listing no longer has
/// @param sells inventories of other listings that this one sells too, as a service sells the time
///              of calendars: they are locked and not changed
public record ListingChange(
        ListingVersion described, boolean onSale, List<Inventory> offers,
        List<Withdrawal> withdrawals, CalendarTimes times, List<Sold> sells) {

    /// An inventory by its kind and id.
    public record Sold(Kind kind, String inventory) {
        public Sold {
            InputRules.id("inventory", inventory);
        }
    }

    public ListingChange {
        offers = List.copyOf(offers);
        withdrawals = List.copyOf(withdrawals);
        sells = List.copyOf(sells);
    }

    public ListingChange(
            String listing, long version, List<Inventory> offers, List<Withdrawal> withdrawals,
            VenueTime venueTime) {
        this(listing, version, offers, withdrawals, venueTime, List.of());
    }

    public ListingChange(
            String listing, long version, List<Inventory> offers, List<Withdrawal> withdrawals,
            VenueTime venueTime, List<Sold> sells) {
        this(new ListingVersion(listing, version), true, offers, withdrawals,
                new CalendarTimes(venueTime), sells);
    }

    public String listing() {
        return described.listing();
    }

    public long version() {
        return described.version();
    }

    public VenueTime venueTime() {
        return times.venue();
    }

    /// Checks the parts of one change: each listing once, and each inventory offered or withdrawn
    /// by one of them only.
    public static List<ListingChange> together(List<ListingChange> changes) {
        Set<String> listings = new HashSet<>();
        Set<Sold> inventories = new HashSet<>();
        InputRules.between("changes", changes.size(), 0, 1_000);
        for (ListingChange change : changes) {
            once("listing", change.listing(), listings.add(change.listing()));
            change.offers.forEach(each -> once("inventory", each.id(),
                    inventories.add(new Sold(each.kind(), each.id()))));
            change.withdrawals.forEach(each -> once("inventory", each.inventory(),
                    inventories.add(new Sold(each.kind(), each.inventory()))));
        }
        InputRules.between("inventories", inventories.size(), 0, 100_000);
        return List.copyOf(changes);
    }

    private static void once(String field, String id, boolean first) {
        if (!first) {
            throw new Invalid(field, "must not be named twice: " + id);
        }
    }
}
