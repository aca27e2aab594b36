package holdfast.time;

import holdfast.Free;
import holdfast.TimeQuery;
import holdfast.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Lists the free starts of a day by a sweep line. For each part and lane it computes the stretches
/// of starts that the lane can serve. It chooses lanes anew only where a stretch begins or ends.
final class DayStarts {
    private static final long OFTEN = 50_000;

    private final TimeQuery query;
    private final Window within;
    private final List<PartLanes> parts = new ArrayList<>();
    private final LaneChoice choice;
    private long steps;

    DayStarts(TimeQuery query, FreeTimes.Read read) {
        this.query = query;
        this.within = read.within();
        this.choice = new LaneChoice(query.parts());
        Map<FreeTimes.Lane, PartLanes.Taken> known = new HashMap<>();
        query.parts().forEach(part -> parts.add(new PartLanes(part, read, query.zone(), known)));
    }

    long steps() {
        return steps + choice.steps()
                + parts.stream().mapToLong(PartLanes::steps).sum();
    }

    /// The starts of a day, or empty once the caller no longer wants them.
    Optional<List<Free.Start>> of(LocalDate day, BooleanSupplier wanted) {
        Instant[] grid = grid(day);
        List<Free.Start> found = new ArrayList<>();
        if (grid.length == 0) {
            return wanted.getAsBoolean() ? Optional.of(found) : Optional.empty();
        }
        long[] starts = Arrays.stream(grid).mapToLong(PartLanes::micros).toArray();
        List<BitSet> free = new ArrayList<>();
        LaneChanges changes = new LaneChanges();
        for (int part = 0; part < parts.size(); part++) {
            if (!wanted.getAsBoolean()) {
                return Optional.empty();
            }
            free.add(new BitSet());
            parts.get(part).changes(grid, starts, part, changes);
        }
        long[] all = changes.sorted();
        steps += starts.length + all.length;
        Optional<List<String>> served = Optional.empty();
        long looked = steps();
        int next = 0;
        for (int at = 0; at < starts.length; at++) {
            boolean anew = at == 0;
            for (; next < all.length && LaneChanges.at(all[next]) == at; next++) {
                free.get(LaneChanges.part(all[next])).flip(LaneChanges.lane(all[next]));
                anew = true;
            }
            if (anew) {
                served = choose(free);
                if (steps() - looked > OFTEN) {
                    looked = steps();
                    if (!wanted.getAsBoolean()) {
                        return Optional.empty();
                    }
                }
            }
            if (served.isPresent()) {
                found.add(new Free.Start(grid[at], served.get()));
                if (query.firstOfDay()) {
                    break;
                }
            }
        }
        return Optional.of(found);
    }

    /// The calendars that serve the parts, given the free lanes.
    private Optional<List<String>> choose(List<BitSet> free) {
        int[][] places = new int[parts.size()][];
        int[][] lanes = new int[parts.size()][];
        for (int part = 0; part < places.length; part++) {
            places[part] = free.get(part).stream().limit(places.length).toArray();
            steps += 1 + places[part].length;
            if (places[part].length == 0) {
                return Optional.empty();
            }
            lanes[part] = parts.get(part).numbers(places[part]);
        }
        return choice.choose(lanes).map(ranks -> {
            List<String> calendars = new ArrayList<>();
            for (int part = 0; part < ranks.length; part++) {
                calendars.add(parts.get(part).calendar(places[part][ranks[part]]));
            }
            return List.copyOf(calendars);
        });
    }

    /// The grid of starts on the wall clock: a skipped hour has no starts, a repeated hour has two.
    private Instant[] grid(LocalDate day) {
        List<Instant> starts = new ArrayList<>();
        LocalDateTime end = day.plusDays(1).atStartOfDay();
        LocalDateTime at = day.atStartOfDay();
        for (; at.isBefore(end); at = at.plus(query.step())) {
            for (ZoneOffset offset : query.zone().getRules().getValidOffsets(at)) {
                Instant start = at.toInstant(offset);
                if (!start.isBefore(within.from()) && start.isBefore(within.to())) {
                    starts.add(start);
                }
            }
        }
        starts.sort(null);
        return starts.toArray(Instant[]::new);
    }
}
