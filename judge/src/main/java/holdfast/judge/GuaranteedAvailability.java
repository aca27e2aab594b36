package holdfast.judge;

import holdfast.Claim;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The availability that was certain throughout a request, regardless of other clients. Everything
/// that was possibly taken at some moment of the request counts as taken for all of it.
///
/// `without` is the hold that the request is about: an exchange may reuse what that hold gives
/// back.
record GuaranteedAvailability(Evidence evidence, long from, long to, String without) {

    /// The places of a pool that were free all the time, its enclosing pools included.
    long places(String pool) {
        long free = Long.MAX_VALUE;
        for (String each : evidence.offers().chain(pool)) {
            List<OwnershipIndex.Use> others = evidence.uses().places(each).stream()
                    .filter(use -> !use.tenure().hold().equals(without)).toList();
            if (evidence.uses().clouded(new OfferTimeline.Id(Kind.CAPACITY, each), to)) {
                return 0;
            }
            free = Math.min(free, evidence.offers().leastPlaces(each, from, to)
                    - TakenOverTime.mostPossible(others, from, to));
        }
        return Math.max(0, free);
    }

    boolean seat(String map, String name) {
        return !evidence.uses().clouded(new OfferTimeline.Id(Kind.SEATS, map), to)
                && evidence.uses().seat(map, name).stream()
                        .filter(tenure -> !tenure.hold().equals(without))
                        .noneMatch(tenure -> tenure.possible().touches(from, to));
    }

    /// Whether a party of this size fits side by side; `spoken` are seats that the same request
    /// claims elsewhere.
    boolean best(Inventory.SeatMap map, Claim.Best best, List<String> spoken) {
        for (Inventory.Row row : map.rows()) {
            int run = 0;
            for (Inventory.Seat seat : row.seats()) {
                boolean open = (best.accessible() || !seat.accessible())
                        && !spoken.contains(seat.name()) && seat(map.id(), seat.name());
                run = open ? run + 1 : 0;
                if (run >= best.count() && (!best.accessible()
                        || accessibleWithin(row, seat, best.count()))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean accessibleWithin(Inventory.Row row, Inventory.Seat last, int count) {
        int end = row.seats().indexOf(last) + 1;
        return row.seats().subList(end - count, end).stream()
                .anyMatch(Inventory.Seat::accessible);
    }

    /// Whether every part can have a calendar of its own, all parts together.
    boolean visit(Instant start, List<Claim.Part> parts) {
        List<Map<String, Long>> choices = new ArrayList<>();
        for (Claim.Part part : parts) {
            Window visit = new Window(start.plus(part.from()), start.plus(part.to()));
            Window occupied = new Window(
                    visit.from().minus(part.before()), visit.to().plus(part.after()));
            Map<String, Long> lanes = new HashMap<>();
            for (String calendar : part.anyOf()) {
                lanes.put(calendar, lanes(calendar, visit, occupied));
            }
            choices.add(lanes);
        }
        return assign(choices, 0, new HashMap<>());
    }

    /// The free lanes of a calendar in this window; 0 unless it is open and on sale.
    long lanes(String calendar, Window visit, Window occupied) {
        OfferTimeline.Id id = new OfferTimeline.Id(Kind.TIME, calendar);
        OfferTimeline.Standing standing = evidence.offers().between(id, from, to);
        if (!standing.onSaleThroughout() || evidence.uses().clouded(id, to)
                || !(standing.only().orElse(null) instanceof Inventory.Calendar shape)
                || !OpenHours.open(shape.hours(), visit)) {
            return 0;
        }
        return shape.lanes() - evidence.uses().periods(calendar).stream()
                .filter(period -> !period.tenure().hold().equals(without))
                .filter(period -> period.tenure().possible().touches(from, to))
                .filter(period -> period.stretch().occupied().overlaps(occupied))
                .count();
    }

    /// Parts on the same calendar count as if they overlapped.
    private static boolean assign(
            List<Map<String, Long>> choices, int part, Map<String, Long> used) {
        if (part == choices.size()) {
            return true;
        }
        for (Map.Entry<String, Long> choice : choices.get(part).entrySet()) {
            long before = used.getOrDefault(choice.getKey(), 0L);
            if (before < choice.getValue()) {
                used.put(choice.getKey(), before + 1);
                if (assign(choices, part + 1, used)) {
                    return true;
                }
                used.put(choice.getKey(), before);
            }
        }
        return false;
    }
}
