package holdfast.server.booking;

import holdfast.CalendarTimes;
import holdfast.Closure;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.ListingChange;
import holdfast.ListingVersion;
import holdfast.VenueTime;
import holdfast.Window;
import holdfast.Withdrawal;
import holdfast.change.ChangePlan;
import holdfast.server.catalog.Area;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Calendar.Special;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.Chart;
import holdfast.server.catalog.DiscountCode;
import holdfast.server.catalog.Draft;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.GiftCard;
import holdfast.server.catalog.MailTerms;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.SharedLimit;
import holdfast.server.catalog.Terms;
import holdfast.server.catalog.Venue;
import holdfast.server.catalog.Versioned;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The inventories that a catalogue entry puts on sale. No other class knows which inventories
/// belong to an entry. Every entry is a listing of the engine under its own id and version.
public final class DescribedInventories {
    private final Catalog catalog;
    private final EventInventories stock;

    public DescribedInventories(Catalog catalog) {
        this.catalog = catalog;
        this.stock = new EventInventories(catalog);
    }

    private record Named(String kind, String id) {
        static Named of(Inventory inventory) {
            return new Named(inventory.kind().word(), inventory.id());
        }
    }

    /// The inventories of an entry, bigger pools first.
    public List<Inventory> inventories(String workspace, String id, CatalogEntry entry) {
        return switch (entry) {
            case Event event -> stock.of(workspace, id, event);
            case Calendar calendar -> List.of(calendar.inventory(id));
            // A venue is always open and has one event at a time.
            case Venue venue -> List.of(new Inventory.Calendar(id));
            case DiscountCode code -> List.of(new Inventory.Pool(id, code.capacity()));
            case GiftCard card -> List.of(new Inventory.Pool(id, card.value().amount()));
            case Service _,Chart _,SharedLimit _,Terms _,MailTerms _ -> List.of();
        };
    }

    /// The change from the version before to this one. The entry's inventories are put as
    /// described. Those that it no longer has must have no live claims. Nothing of a withdrawn
    /// entry is on sale.
    ListingChange change(String workspace, Draft draft) {
        Optional<CatalogEntry> before = draft.seen() == 0 ? Optional.empty()
                : catalog.version(workspace, draft.id(), draft.seen()).map(Versioned::entry);
        List<Inventory> has = inventories(workspace, draft.id(), draft.entry());
        Set<Named> kept = new HashSet<>(has.stream().map(Named::of).toList());
        List<Withdrawal> gone = before.map(entry -> inventories(workspace, draft.id(), entry))
                .orElse(List.of()).stream().filter(each -> !kept.contains(Named.of(each)))
                .map(each -> new Withdrawal(each.kind(), each.id(), true)).toList();
        return new ListingChange(new ListingVersion(draft.id(), draft.version()),
                draft.listed(), has, gone, times(draft, before), sells(draft.entry()));
    }

    /// The parts of the version before that no live hold may have for this one to be written.
    List<ChangePlan.Unsold> unsold(String workspace, Draft draft) {
        Optional<CatalogEntry> before = draft.seen() == 0 ? Optional.empty()
                : catalog.version(workspace, draft.id(), draft.seen()).map(Versioned::entry);
        return before.isPresent() && before.get() instanceof Event was
                && draft.entry() instanceof Event is
                        ? new SoldTiers(stock, workspace, draft.id()).between(was, is) : List.of();
    }

    /// A service sells the time of its calendars.
    private static List<ListingChange.Sold> sells(CatalogEntry entry) {
        return entry instanceof Service service ? service.needs().stream()
                .flatMap(need -> need.anyOf().stream()).distinct()
                .map(calendar -> new ListingChange.Sold(Kind.TIME, calendar)).toList() : List.of();
    }

    private static CalendarTimes times(Draft draft, Optional<CatalogEntry> before) {
        if (!(draft.entry() instanceof Calendar calendar)) {
            return new CalendarTimes(venueTime(draft));
        }
        List<Special> had = before.filter(Calendar.class::isInstance)
                .map(entry -> ((Calendar) entry).exceptions().closures()).orElse(List.of());
        List<Special> has = calendar.exceptions().closures();
        return new CalendarTimes(new VenueTime.Keep(),
                has.stream().filter(each -> !had.contains(each))
                        .map(each -> closure(draft.id(), each)).toList(),
                had.stream().filter(each -> !has.contains(each)).map(Special::id).toList());
    }

    private static Closure closure(String calendar, Special each) {
        return new Closure(each.id(), calendar, new Window(each.start(), each.end()),
                each.reason().orElse("closed"));
    }

    /// The closures of an entry, each of which is a block in the engine.
    static List<Closure> closures(String id, CatalogEntry entry) {
        return entry instanceof Calendar calendar ? calendar.exceptions().closures().stream()
                .map(each -> closure(id, each)).toList() : List.of();
    }

    private static VenueTime venueTime(Draft draft) {
        if (!(draft.entry() instanceof Event)) {
            return new VenueTime.Keep();
        }
        return venueTime(draft.entry(), draft.listed())
                .<VenueTime>map(time -> time).orElse(new VenueTime.None());
    }

    /// A listed event at a venue of the workspace occupies that venue for its time.
    static Optional<VenueTime.Of> venueTime(CatalogEntry entry, boolean listed) {
        return listed && entry instanceof Event event
                ? event.about().venue().filter(DescribedInventories::hall)
                        .map(venue -> new VenueTime.Of(venue, new Window(
                                event.when().start().toInstant(),
                                event.when().end().toInstant())))
                : Optional.empty();
    }

    /// How many seats an area of an event has.
    public long seats(String workspace, Event event, Area area) {
        return area instanceof Area.Seats seats
                ? stock.seating(workspace, event, seats).count() : 0;
    }

    /// Whether an event's venue is a venue of the catalogue, and not just a name.
    public static boolean hall(String venue) {
        return venue.startsWith(CatalogEntry.Kind.VENUE.prefix());
    }
}
