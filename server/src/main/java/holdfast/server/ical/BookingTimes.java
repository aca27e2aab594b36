package holdfast.server.ical;

import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.Window;
import holdfast.server.booking.Item;
import holdfast.server.booking.PricedHolds;
import holdfast.server.booking.VisitPlanner;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Location;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Versioned;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// When and where the items of a booking take place, and how a calendar identifies them.
public final class BookingTimes {
    /// How many changes of its events are told apart between two of a booking.
    private static final long CHANGES = 1_000;

    private final Catalog catalog;
    private final PricedHolds priced;
    private final VisitPlanner visits;

    public BookingTimes(Catalog catalog, PricedHolds priced, VisitPlanner visits) {
        this.catalog = catalog;
        this.priced = priced;
        this.visits = visits;
    }

    /// The same for an item of a booking whatever its version, so that a later file changes the
    /// calendar's entry.
    public static String id(Hold booking, int item) {
        return booking.id() + "-" + item + "@holdfast";
    }

    /// Rises with each change of the booking, and of its events. A change of the booking counts for
    /// more, because it may leave fewer events.
    public long sequence(String workspace, Hold booking, List<PricedHolds.Line> lines) {
        return booking.version() * CHANGES + Math.min(CHANGES - 1, lines.stream()
                .filter(line -> !(line.taken() instanceof HeldItem.Time))
                .map(line -> line.stamp().id()).distinct()
                .flatMap(event -> catalog.find(workspace, event, Event.class).stream())
                .mapToLong(Versioned::version).sum());
    }

    /// The start in the venue's zone. Of an event that cannot be read no time is known.
    public ZonedDateTime start(String workspace, PricedHolds.Line line) {
        return switch (line.taken()) {
            case HeldItem.Time time -> Item.Visit.start(time).atZone(line.of().map(Versioned::entry)
                    .filter(entry -> entry instanceof Service)
                    .flatMap(entry -> visits.maybeZone(workspace, (Service) entry))
                    .orElse(ZoneOffset.UTC));
            case HeldItem.Capacity _,HeldItem.Seats _ -> priced.when(workspace, line)
                    .map(when -> when.start().atZoneSameInstant(when.zone()))
                    .orElseGet(() -> Instant.EPOCH.atZone(ZoneOffset.UTC));
        };
    }

    /// Where it takes place, as far as the workspace says so.
    public Optional<Location> place(String workspace, PricedHolds.Line line) {
        return Location.of(catalog, workspace, line.of().map(Versioned::entry)
                .flatMap(entry -> entry instanceof Service service ? service.about().venue()
                        : line.event().flatMap(event -> event.about().venue())));
    }

    public ZonedDateTime end(String workspace, PricedHolds.Line line) {
        ZonedDateTime start = start(workspace, line);
        return line.taken() instanceof HeldItem.Time time
                ? time.stretches().stream().map(HeldItem.Stretch::visit).map(Window::to)
                        .max(Comparator.naturalOrder()).orElse(start.toInstant())
                        .atZone(start.getZone())
                : priced.when(workspace, line)
                        .map(when -> when.end().atZoneSameInstant(when.zone()))
                        .orElse(start.plusHours(1));
    }
}
