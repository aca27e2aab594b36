package holdfast.time;

import holdfast.Claim;
import holdfast.Window;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The lanes that can serve one part of a visit, in order of preference, and the starts at which
/// each of them can. Moments are microseconds, as in the database.
final class PartLanes {
    private static final Instant ANY = Instant.parse("2000-01-01T00:00:00Z");

    private final Claim.Part part;
    private final List<Lanes> calendars = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();
    private final long begins;
    private final long ends;
    private long steps;

    /// The lanes of one calendar, each with its taken stretches.
    ///
    /// @param first the index of its first lane among all lanes of the part
    private record Lanes(OpenStretches open, int first, List<Taken> lanes) {}

    /// The taken stretches of a lane, in order: their beginnings and their ends. The lane has one
    /// number for all parts.
    static final class Taken {
        private final int number;
        private final long[] from;
        private final long[] to;

        Taken(int number, List<Window> windows) {
            this.number = number;
            List<Window> sorted = windows.stream()
                    .sorted(Comparator.comparing(Window::from)).toList();
            from = sorted.stream().mapToLong(each -> micros(each.from())).toArray();
            to = sorted.stream().mapToLong(each -> micros(each.to())).toArray();
        }
    }

    /// @param known the lanes of earlier parts; this part adds its own
    PartLanes(
            Claim.Part part, FreeTimes.Read read, ZoneId zone, Map<FreeTimes.Lane, Taken> known) {
        this.part = part;
        Window occupied = part.occupied(ANY);
        begins = micros(occupied.from()) - micros(ANY);
        ends = micros(occupied.to()) - micros(ANY);
        for (String id : part.anyOf()) {
            CalendarRow calendar = read.calendars().get(id);
            if (calendar == null || !calendar.offered()) {
                continue;
            }
            Lanes lanes = new Lanes(
                    new OpenStretches(calendar.hours(), zone), ids.size(), new ArrayList<>());
            for (int at = 0; at < calendar.lanes(); at++) {
                FreeTimes.Lane lane = new FreeTimes.Lane(id, at);
                Taken taken = known.computeIfAbsent(lane, each -> new Taken(
                        known.size(), read.occupied().getOrDefault(lane, List.of())));
                lanes.lanes.add(taken);
                ids.add(id);
                numbers.add(taken.number);
            }
            calendars.add(lanes);
        }
    }

    static long micros(Instant moment) {
        return Math.addExact(
                Math.multiplyExact(moment.getEpochSecond(), 1_000_000), moment.getNano() / 1_000);
    }

    long steps() {
        return steps + calendars.stream().mapToLong(each -> each.open.steps()).sum();
    }

    String calendar(int place) {
        return ids.get(place);
    }

    /// The numbers of the lanes at these indexes.
    int[] numbers(int[] places) {
        int[] found = new int[places.length];
        for (int at = 0; at < places.length; at++) {
            found[at] = numbers.get(places[at]);
        }
        return found;
    }

    /// Adds the starts of a day at which each lane becomes free or taken.
    void changes(Instant[] grid, long[] starts, int number, LaneChanges changes) {
        for (Lanes calendar : calendars) {
            List<int[]> open = open(calendar.open, grid, starts);
            for (int lane = 0; lane < calendar.lanes.size(); lane++) {
                steps += 1 + open.size();
                Taken taken = calendar.lanes.get(lane);
                int place = calendar.first + lane;
                for (int[] each : open) {
                    free(taken, starts, each,
                            (from, to) -> changes.free(from, to, starts.length, number, place));
                }
            }
        }
    }

    /// The stretches of starts, the end excluded, at which the visit lies in open hours.
    private List<int[]> open(OpenStretches hours, Instant[] grid, long[] starts) {
        if (hours.always()) {
            return List.of(new int[] {0, starts.length});
        }
        long from = part.from().toNanos() / 1_000;
        long to = part.to().toNanos() / 1_000;
        List<int[]> open = new ArrayList<>();
        for (Window each : hours.of(part.visit(grid[0]).from(),
                part.visit(grid[grid.length - 1]).to())) {
            steps++;
            int first = least(starts, micros(each.from()) - from);
            int end = least(starts, micros(each.to()) - to + 1);
            if (first < end) {
                open.add(new int[] {first, end});
            }
        }
        return open;
    }

    private interface Stretch {
        void of(int from, int to);
    }

    /// The stretches of starts, within one, at which the lane is free.
    private void free(Taken taken, long[] starts, int[] within, Stretch stretch) {
        int from = within[0];
        // The first taken stretch that ends after the occupied time of the first start begins.
        int at = least(taken.to, starts[from] + begins + 1);
        for (; at < taken.from.length && from < within[1]; at++) {
            steps++;
            int to = least(starts, taken.from[at] - ends + 1);
            if (from < to) {
                stretch.of(from, Math.min(to, within[1]));
            }
            if (to >= within[1]) {
                return;
            }
            from = Math.max(from, least(starts, taken.to[at] - begins));
        }
        if (from < within[1]) {
            stretch.of(from, within[1]);
        }
    }

    /// The index of the first element that is not less than `value`.
    private static int least(long[] sorted, long value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
