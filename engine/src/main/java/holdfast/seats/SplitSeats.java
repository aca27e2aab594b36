package holdfast.seats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Seats for a party that cannot sit side by side any more: in as few groups as possible; leaving
/// as few single seats alone as that allows; in rows close to each other; with no member of the
/// party alone, if possible.
final class SplitSeats {
    private static final int WINDOWS = 50;
    /// A party of 100 has distances of less than `SPARE` in all, and so on upwards.
    private static final long SPARE = 1_000_000_000L;
    private static final long ALONE = 1_000 * SPARE;
    private static final long ORPHAN = 1_000 * ALONE;

    private final BestSeats party;

    SplitSeats(BestSeats party) {
        this.party = party;
    }

    /// A free run with at most `most` usable seats side by side.
    private record Gap(int row, int from, int to, int most, boolean special) {}

    private record Group(int first, int size, boolean special, long cost) {}

    /// The groups so far, the last one first.
    private record Split(long cost, @Nullable Group last, @Nullable Split before) {
        Split and(Group group) {
            return new Split(cost + group.cost, group, this);
        }

        long orphans() {
            return cost / ORPHAN;
        }
    }

    /// Neighbouring rows with room for the party: the gaps `from` to before `to`.
    private record Window(int from, int to, int span, int place) {}

    /// The numbers of the seats, if there are enough.
    Optional<int[]> choose() {
        List<Gap> gaps = new ArrayList<>();
        for (int row = 0; row < party.memory.chart.rows(); row++) {
            gaps(row, gaps);
        }
        int[] counts = new int[party.party + 1];
        gaps.forEach(gap -> counts[gap.most]++);
        int groups = 1;
        while (groups < party.party && room(counts, groups) < party.party) {
            groups++;
        }
        Split best = split(gaps, groups);
        if (best == null && party.accessible && groups < party.party) {
            best = split(gaps, ++groups);
        }
        return best == null
                ? Optional.empty() : Optional.of(seats(together(gaps, groups, best)));
    }

    /// The free runs of a row; accessible seats only for a party that needs one.
    private void gaps(int row, List<Gap> gaps) {
        int end = party.memory.chart.end(row);
        int from = party.memory.chart.start(row);
        while (from < end) {
            int to = from;
            int run = 0;
            int most = 0;
            boolean special = false;
            for (; to < end && party.open(to); to++) {
                boolean passed = party.passed.get(to);
                run = passed ? 0 : run + 1;
                most = Math.max(most, run);
                special |= !passed && party.memory.chart.accessible(to);
            }
            if (most > 0) {
                gaps.add(new Gap(row, from, to, Math.min(most, party.party), special));
            }
            from = to + 1;
        }
    }

    /// How many people fit into the `groups` biggest gaps.
    private static int room(int[] counts, int groups) {
        int room = 0;
        int left = groups;
        for (int size = counts.length - 1; size > 0 && left > 0; size--) {
            int used = Math.min(left, counts[size]);
            room += used * size;
            left -= used;
        }
        return room;
    }

    /// An equally good split in as few neighbouring rows as possible.
    private Split together(List<Gap> gaps, int groups, Split anywhere) {
        for (Window window : windows(gaps, groups)) {
            Split here = split(gaps.subList(window.from, window.to), groups);
            if (here != null && here.orphans() <= anywhere.orphans()) {
                return here;
            }
        }
        return anywhere;
    }

    private List<Window> windows(List<Gap> gaps, int groups) {
        int[] places = party.aim.places();
        int[] counts = new int[party.party + 1];
        List<Window> windows = new ArrayList<>();
        int to = 0;
        for (int from = 0; from < gaps.size(); from++) {
            while (to < gaps.size() && room(counts, groups) < party.party) {
                counts[gaps.get(to++).most]++;
            }
            if (room(counts, groups) < party.party) {
                break;
            }
            int first = gaps.get(from).row;
            int last = gaps.get(to - 1).row;
            windows.add(new Window(from, to, last - first, places[(first + last) / 2]));
            counts[gaps.get(from).most]--;
        }
        windows.sort(Comparator.comparingInt(Window::span).thenComparingInt(Window::place));
        return windows.subList(0, Math.min(windows.size(), WINDOWS));
    }

    /// The best split into exactly `groups` groups, at most one in a gap. Dynamic programming over
    /// the gaps, by the people seated, the groups used, and whether one of the seats is accessible.
    private @Nullable Split split(List<Gap> gaps, int groups) {
        int all = party.party;
        @Nullable Split[][][] found = new Split[groups + 1][all + 1][2];
        found[0][0][0] = new Split(0, null, null);
        for (Gap gap : enough(gaps)) {
            List<Group> inside = inside(gap);
            for (int before = groups - 1; before >= 0; before--) {
                for (int state = 0; state < 2 * all; state++) {
                    Split split = found[before][state / 2][state % 2];
                    if (split != null) {
                        add(split, inside, state, found[before + 1]);
                    }
                }
            }
        }
        return found[groups][all][party.accessible ? 1 : 0];
    }

    private void add(Split split, List<Group> inside, int state, @Nullable Split[][] found) {
        for (Group group : inside) {
            int seated = state / 2 + group.size;
            if (seated <= party.party) {
                int special = group.special ? 1 : state % 2;
                Split next = split.and(group);
                Split other = found[seated][special];
                if (other == null || next.cost < other.cost) {
                    found[seated][special] = next;
                }
            }
        }
    }

    /// Of equal gaps, keeps no more than a party in the fewest groups can use.
    private List<Gap> enough(List<Gap> gaps) {
        record Like(int most, boolean whole, boolean special) {}

        Map<Like, Integer> seen = new HashMap<>();
        return gaps.stream().filter(gap -> {
            boolean whole = gap.to - gap.from == gap.most;
            Like like = new Like(gap.most, whole, gap.special);
            return seen.merge(like, 1, Integer::sum) <= party.party / gap.most + 2;
        }).toList();
    }

    private List<Group> inside(Gap gap) {
        List<Group> groups = new ArrayList<>();
        for (int size = 1; size <= gap.most; size++) {
            BestSeats smaller = party.party(size);
            BestSeats.Run run = smaller.within(gap.row, gap.from, gap.to, gap.special);
            if (run == null) {
                run = smaller.within(gap.row, gap.from, gap.to, false);
            }
            if (run != null) {
                groups.add(new Group(run.first(), size, run.spare() > 0, cost(run, size)));
            }
        }
        return groups;
    }

    private static long cost(BestSeats.Run run, int size) {
        return (run.orphan() ? ORPHAN : 0) + (size == 1 ? ALONE : 0)
                + run.spare() * SPARE + run.distance();
    }

    private static int[] seats(Split split) {
        IntStream seats = IntStream.empty();
        for (Split at = split; at != null && at.last != null; at = at.before) {
            int first = at.last.first;
            seats = IntStream.concat(seats, IntStream.range(first, first + at.last.size));
        }
        return seats.sorted().toArray();
    }
}
