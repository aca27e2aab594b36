package holdfast.time;

import holdfast.Claim.Part;
import holdfast.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds one calendar for each part of a visit, all together. What is listed as free and what can
/// be held both come from here.
record Fit(Map<String, CalendarRow> calendars, Busy busy, Instant now) {
    private static final int TRIES = 20_000;

    /// One calendar's lane for one part of the visit.
    record Place(int part, String calendar, int lane, Window occupied, Window visit) {}

    private record Choice(int part, List<Place> candidates) {}

    /// The lanes, one for each part in the parts' order, or nothing when it cannot be had.
    Optional<List<Place>> find(Instant start, List<Part> parts) {
        List<Choice> choices = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
            List<Place> candidates = candidates(part, start, parts.get(part), parts.size());
            if (candidates.isEmpty()) {
                return Optional.empty();
            }
            choices.add(new Choice(part, candidates));
        }
        // The part with the fewest choices first: that finds a way, or that there is none, soonest.
        choices.sort(Comparator.comparingInt(choice -> choice.candidates.size()));
        List<Place> chosen = new ArrayList<>();
        int[] tries = {TRIES};
        if (!choose(choices, 0, chosen, tries)) {
            return Optional.empty();
        }
        chosen.sort(Comparator.comparingInt(Place::part));
        return Optional.of(chosen);
    }

    private static boolean choose(
            List<Choice> choices, int at, List<Place> chosen, int[] tries) {
        if (at == choices.size()) {
            return true;
        }
        for (Place candidate : choices.get(at).candidates) {
            if (tries[0]-- <= 0) {
                return false;
            }
            if (chosen.stream().noneMatch(other -> collide(candidate, other))) {
                chosen.add(candidate);
                if (choose(choices, at + 1, chosen, tries)) {
                    return true;
                }
                chosen.removeLast();
            }
        }
        return false;
    }

    private static boolean collide(Place one, Place other) {
        return one.lane == other.lane && one.calendar.equals(other.calendar)
                && one.occupied.overlaps(other.occupied);
    }

    /// The free lanes for a part, as preferred. More than one for each part of the visit are never
    /// needed: the other parts can take at most all the others.
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

    /// Which calendars of the parts could not be had even alone.
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

    /// How many parts could be had, each on its own.
    long possible(Instant start, List<Part> parts) {
        long possible = 0;
        for (int part = 0; part < parts.size(); part++) {
            possible += candidates(part, start, parts.get(part), 1).size();
        }
        return possible;
    }
}
