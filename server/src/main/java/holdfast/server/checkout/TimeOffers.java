package holdfast.server.checkout;

import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.OfferOutcome;
import holdfast.Refusal;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Stored;
import holdfast.server.catalog.Thing;
import holdfast.server.catalog.Venue;
import java.util.Optional;
import java.util.function.BiFunction;

/// Puts on sale what has a calendar in the engine: people, rooms, machines, halls. First the
/// engine's calendar, because it may refuse, then the catalogue's next version.
///
/// Two steps can be interrupted, and two changes can meet. An offer is the same when it is made
/// again, so a request that got no answer is sent again and does both steps. Whoever has changed
/// something, or has lost against another change, offers what the catalogue says by then, until the
/// catalogue says the same before and after: so the engine ends with the catalogue's last version,
/// whoever came last. In between customers get the hours of one of the two changes, never two
/// visits in one place: that does not depend on any of this.
public final class TimeOffers<T extends Thing> implements Changing<T> {
    private static final int TRIES = 20;

    private final Holdfast engine;
    private final Entries<T> entries;
    private final BiFunction<String, T, Inventory.Calendar> calendar;

    private TimeOffers(
            Holdfast engine, Entries<T> entries,
            BiFunction<String, T, Inventory.Calendar> calendar) {
        this.engine = engine;
        this.entries = entries;
        this.calendar = calendar;
    }

    public static TimeOffers<Calendar> calendars(Holdfast engine, Catalog catalog) {
        return new TimeOffers<>(engine, new Entries<>(catalog, Calendar.class),
                (id, calendar) -> calendar.inventory(id));
    }

    /// A hall is always open and has one event at a time.
    public static TimeOffers<Venue> venues(Holdfast engine, Catalog catalog) {
        return new TimeOffers<>(engine, new Entries<>(catalog, Venue.class),
                (id, venue) -> new Inventory.Calendar(id));
    }

    @Override
    public Result<T> create(String workspace, String id, T thing, String author) {
        if (entries.catalog().find(workspace, id, entries.type()).isPresent()) {
            return new Result.Done<>(entries.first(workspace, id));
        }
        Optional<Refusal> refused = offer(workspace, id, thing);
        if (refused.isPresent()) {
            return new Result.Refused<>(refused.get());
        }
        Result<T> made = entries.create(workspace, id, thing, author);
        settle(workspace, id);
        return made;
    }

    @Override
    public Result<T> change(String workspace, Stored<T> seen, T thing, String author) {
        Optional<Refusal> refused = seen.listed()
                ? offer(workspace, seen.id(), thing) : Optional.empty();
        if (refused.isPresent()) {
            return new Result.Refused<>(refused.get());
        }
        Result<T> changed = entries.change(workspace, seen, thing, author);
        settle(workspace, seen.id());
        return changed;
    }

    @Override
    public Result<T> list(String workspace, Stored<T> seen, boolean listed, String author) {
        Optional<Refusal> refused = listed
                ? offer(workspace, seen.id(), seen.thing()) : withdraw(workspace, seen.id());
        if (refused.isPresent()) {
            return new Result.Refused<>(refused.get());
        }
        Result<T> changed = entries.list(workspace, seen, listed, author);
        settle(workspace, seen.id());
        return changed;
    }

    private Optional<Refusal> offer(String workspace, String id, T thing) {
        return refusal(engine.offer(workspace, calendar.apply(id, thing)));
    }

    private Optional<Refusal> withdraw(String workspace, String id) {
        return refusal(engine.withdraw(workspace, Kind.TIME, id));
    }

    private static Optional<Refusal> refusal(OfferOutcome outcome) {
        return switch (outcome) {
            case OfferOutcome.Offered offered -> Optional.empty();
            case OfferOutcome.OtherKind other ->
                    throw new IllegalStateException("a calendar of another kind: " + other);
            case Refusal.Overloaded busy -> Optional.of(busy);
            case Refusal.Unknown unknown -> Optional.of(unknown);
            case Refusal.InTheWay standing -> Optional.of(standing);
        };
    }

    /// Offers the latest version until it is the latest before and after. Where somebody stands in
    /// the way of fewer lanes, the engine keeps the more that it had.
    private void settle(String workspace, String id) {
        Stored<T> latest = entries.latest(workspace, id);
        for (int tries = 0; tries < TRIES; tries++) {
            Stored<T> now = latest;
            Optional<Refusal> unable = now.listed()
                    ? offer(workspace, id, now.thing()) : withdraw(workspace, id);
            latest = entries.latest(workspace, id);
            if (unable.isPresent() || latest.version() == now.version()) {
                return;
            }
        }
    }
}
