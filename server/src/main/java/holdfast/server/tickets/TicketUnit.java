package holdfast.server.tickets;

import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.server.booking.ReductionPools;
import holdfast.server.booking.SoldVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one ticket stands for: a seat, a place or a visit of a booking. More than
/// {@link #GROUP} places in one item are a group, which has one ticket.
///
/// @param unit    its name, by which the ticket stays the same while it stays sold
/// @param subject the event or service
/// @param area    the event's area; empty for a visit
/// @param admits  how many people may come in with it
/// @param item    the number of the booking's item
/// @param seat    the seat's name
public record TicketUnit(
        String unit, String subject, String area, long admits, int item, Optional<String> seat) {
    /// How many places of one item have tickets of their own.
    public static final long GROUP = 500;

    /// The units of a booking, in the order of its items; none where it is no booking (now).
    public static List<TicketUnit> of(Hold hold) {
        return hold instanceof Hold.Booked && isBooking(hold) ? sold(hold) : List.of();
    }

    /// Whether it is or was a booking. One without a note was not made by the server.
    static boolean isBooking(Hold hold) {
        return hold.basket().notes().booking().isPresent();
    }

    private static List<TicketUnit> sold(Hold hold) {
        List<HeldItem> items = hold.basket().items();
        List<SoldVersion> stamps =
                SoldVersion.all(hold.basket().notes().hold().orElse(""), items.size());
        List<TicketUnit> units = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        for (int item = 0; item < items.size(); item++) {
            SoldVersion stamp = stamps.get(item);
            if (ReductionPools.has(items.get(item))) {
                continue;
            }
            switch (items.get(item)) {
                case HeldItem.Seats seats -> {
                    for (String seat : seats.names()) {
                        units.add(new TicketUnit(seats.seatMap() + "/" + seat,
                                part(seats.seatMap(), 0), part(seats.seatMap(), 1), 1, item,
                                Optional.of(seat)));
                    }
                }
                case HeldItem.Capacity places -> {
                    String kind = places.pool() + "/" + hold.id() + "/"
                            + stamp.tier().orElse("");
                    boolean group = places.quantity() > GROUP;
                    for (long place = 0; place < (group ? 1 : places.quantity()); place++) {
                        units.add(new TicketUnit(counted(counts, kind),
                                part(places.pool(), 0), part(places.pool(), 1),
                                group ? places.quantity() : 1, item, Optional.empty()));
                    }
                }
                case HeldItem.Time visit -> {
                    HeldItem.Stretch first = visit.stretches().getFirst();
                    String subject = stamp.id().isEmpty() ? first.calendar() : stamp.id();
                    String kind = subject + "/" + hold.id() + "/" + first.visit().from();
                    units.add(new TicketUnit(
                            counted(counts, kind), subject, "", 1, item, Optional.empty()));
                }
            }
        }
        return units;
    }

    private static String counted(Map<String, Integer> counts, String kind) {
        return kind + "/" + counts.merge(kind, 1, Integer::sum);
    }

    /// A part of an inventory's id, as in `evt_1:floor:early`.
    private static String part(String inventory, int number) {
        String[] parts = inventory.split(":", -1);
        return number < parts.length ? parts[number] : "";
    }
}
