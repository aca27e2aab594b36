package holdfast.time;

import holdfast.Claim.Part;
import holdfast.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Assigns a lane to each part of a visit, all parts together. Reads of free times and holds use
/// the same algorithm.
final class LaneAssignment {
    private final Map<String, CalendarRow> calendars;
    final OccupiedLanes busy;
    private final Instant now;

    LaneAssignment(Map<String, CalendarRow> calendars, OccupiedLanes busy, Instant now) {
        this.calendars = calendars;
        this.busy = busy;
        this.now = now;
    }

    /// One calendar's lane for one part of the visit.
    record Place(int part, String calendar, int lane, Window occupied, Window visit) {}

    private record Lane(String calendar, int lane) {}

    /// The lanes, one for each part in the parts' order, or empty if there is no assignment.
    Optional<List<Place>> find(Instant start, List<Part> parts) {
        Map<Lane, Integer> numbers = new HashMap<>();
        List<List<Place>> places = new ArrayList<>();
        int[][] lanes = new int[parts.size()][];
        for (int part = 0; part < lanes.length; part++) {
            List<Place> candidates = candidates(part, start, parts.get(part), parts.size());
            places.add(candidates);
            lanes[part] = candidates.stream().mapToInt(each -> numbers.computeIfAbsent(
                    new Lane(each.calendar, each.lane), lane -> numbers.size())).toArray();
        }
        return new LaneChoice(parts).choose(lanes).map(ranks -> IntStream.range(0, ranks.length)
                .mapToObj(part -> places.get(part).get(ranks[part])).toList());
    }

    /// The free lanes for a part, in order of preference. As many candidates as the visit has parts
    /// are enough: the other parts can take at most all but one of them.
    private List<Place> candidates(int part, Instant start, Part wanted, int enough) {
        Window occupied = wanted.occupied(start);
        Window visit = wanted.visit(start);
        List<Place> seats = new ArrayList<>();
        for (String id : wanted.anyOf()) {
            CalendarRow calendar = calendars.get(id);
            if (calendar == null || !calendar.offered() || !calendar.open(visit)) {
                continue;
            }
            for (int lane = 0; lane < calendar.lanes() && seats.size() < enough; lane++) {
                if (busy.free(id, lane, occupied, now)) {
                    seats.add(new Place(part, id, lane, occupied, visit));
                }
            }
        }
        return seats;
    }

    /// The calendars that are not available for a part even alone.
    List<String> taken(Instant start, List<Part> parts) {
        Set<String> taken = new HashSet<>();
        for (int part = 0; part < parts.size(); part++) {
            for (String id : parts.get(part).anyOf()) {
                Part alone = new Part(List.of(id), parts.get(part).from(), parts.get(part).to(),
                        parts.get(part).before(), parts.get(part).after());
                if (candidates(part, start, alone, 1).isEmpty()) {
                    taken.add(id);
                }
            }
        }
        return taken.stream().sorted().toList();
    }

    /// The number of parts that have a free lane, each taken alone.
    long possible(Instant start, List<Part> parts) {
        long possible = 0;
        for (int part = 0; part < parts.size(); part++) {
            possible += candidates(part, start, parts.get(part), 1).size();
        }
        return possible;
    }
}
