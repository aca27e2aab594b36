package holdfast.server.booking;

import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.HoldfastReads;
import holdfast.ListingVersion;
import holdfast.change.Archiving.Over;
import holdfast.server.booking.BookingSearch.Mark;
import holdfast.server.booking.BookingSearch.Period;
import holdfast.server.booking.BookingSearch.Search;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds bookings that are over: each of their events and visits ended before a moment. An event
/// that cannot be read is not over.
public final class OldBookings {
    private final HoldfastReads engine;
    private final Catalog catalog;
    private final PricedHolds items;
    private final BookingSearch search;

    public OldBookings(HoldfastReads engine, Catalog catalog, BookingSearch search) {
        this.engine = engine;
        this.catalog = catalog;
        this.items = new PricedHolds(catalog);
        this.search = search;
    }

    /// Bookings that are over.
    ///
    /// @param next where the next page begins; empty after the last one
    public record Page(List<Over> over, Optional<Mark> next) {}

    /// Looks at up to `most` bookings that were made before the moment.
    public Page page(String workspace, Instant before, Mark after, int most) {
        Search booked = new Search(Search.ALL.reference(), Search.ALL.contact(),
                Search.ALL.customer(), List.of(), Optional.of("booked"),
                new Period(Period.EVER.from(), before));
        List<Mark> found = search.find(workspace, booked, after, most);
        List<Over> over = new ArrayList<>();
        for (Hold hold : engine.find(workspace, found.stream().map(Mark::hold).toList())) {
            if (hold instanceof Hold.Booked booking) {
                over(workspace, booking, before).ifPresent(over::add);
            }
        }
        return new Page(over,
                found.size() < most ? Optional.empty() : Optional.of(found.getLast()));
    }

    private Optional<Over> over(String workspace, Hold.Booked booking, Instant before) {
        // Archiving gives back what a booking has, and a code or a card that was used stays used.
        if (!PricedHolds.reductions(booking).isEmpty()) {
            return Optional.empty();
        }
        Map<String, ListingVersion> listings = new LinkedHashMap<>();
        for (PricedHolds.Line line : items.lines(workspace, booking)) {
            if (line.taken() instanceof HeldItem.Time time) {
                if (time.stretches().stream()
                        .anyMatch(each -> each.occupied().to().isAfter(before))) {
                    return Optional.empty();
                }
                continue;
            }
            Optional<Versioned<Event>> event =
                    catalog.find(workspace, line.stamp().id(), Event.class);
            if (event.isEmpty()
                    || event.get().entry().when().end().toInstant().isAfter(before)) {
                return Optional.empty();
            }
            ClaimMapper.listing(event.get())
                    .ifPresent(listing -> listings.put(listing.listing(), listing));
        }
        return Optional.of(new Over(booking.id(), List.copyOf(listings.values())));
    }
}
