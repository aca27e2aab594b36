package holdfast.seats;

import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Chooses the best seats for a party, side by side in one row. In each row, by these preferences in
/// order: no single seat left alone; few accessible seats, which go only to requests for them; an
/// even number of free seats left on either side, so that pairs fill the row; nearest to what `aim`
/// says. Of the rows' choices: no single seat left alone; then the row that `aim` prefers. By rank
/// that is the nearest one, and a choice that leaves odd numbers without need counts as half as far
/// again. Seats in `passed` stay free and are not chosen.
final class BestSeats {
    private static final long NEARER = 2;
    private static final long FURTHER = 3;

    final SeatMapState memory;
    final SeatPreference aim;
    final int party;
    final boolean accessible;
    final long now;
    final BitSet passed;

    BestSeats(
            SeatMapState memory, SeatPreference aim, int party, boolean accessible, long now,
            BitSet passed) {
        this.memory = memory;
        this.aim = aim;
        this.party = party;
        this.accessible = accessible;
        this.now = now;
        this.passed = passed;
    }

    /// The best of the whole map.
    BestSeats(SeatMapState memory, int party, boolean accessible, long now) {
        this(memory, SeatPreference.best(memory.chart), party, accessible, now, new BitSet());
    }

    /// The same for a smaller party.
    BestSeats party(int smaller) {
        return new BestSeats(memory, aim, smaller, accessible, now, passed);
    }

    /// Where the party would sit; lower values are better.
    ///
    /// @param spare how many accessible seats it takes
    /// @param odd   on how many of its sides an odd number of free seats is left
    /// @param parts whether that is more than the length of the free run makes necessary: pairs that
    ///              would have filled it do not fill what is left
    record Run(int first, boolean orphan, int spare, int odd, boolean parts, long distance) {
        /// The distance by which rows are compared. A run that leaves odd numbers without need
        /// counts as half as far again.
        long weight() {
            return distance * (parts ? FURTHER : NEARER);
        }

        boolean betterThan(Run other) {
            if (orphan != other.orphan) {
                return !orphan;
            }
            if (spare != other.spare) {
                return spare < other.spare;
            }
            return odd != other.odd ? odd < other.odd : distance < other.distance;
        }
    }

    /// The numbers of the seats of the best run, if there is one.
    Optional<int[]> choose() {
        Run best = null;
        for (int place = 0; place < memory.chart.rows(); place++) {
            int row = aim.row(place);
            if (settled(best, memory.chart.leastRank(row))) {
                break;
            }
            if (memory.longestRun(row, now) < party
                    || settled(best, memory.leastRank(row, now))) {
                continue;
            }
            Run run = bestIn(row);
            if (run != null && (best == null || preferred(run, best))) {
                best = run;
            }
        }
        return Optional.ofNullable(best).map(this::seats);
    }

    /// Whether no row whose seats have at least this rank can be preferred.
    private boolean settled(@Nullable Run best, int leastRank) {
        return best != null && !best.orphan
                && (!aim.byRank() || NEARER * leastRank * party >= best.weight());
    }

    /// Whether a row's run is preferred to that of a row that was searched earlier.
    private boolean preferred(Run run, Run earlier) {
        return run.orphan != earlier.orphan
                ? earlier.orphan : aim.byRank() && run.weight() < earlier.weight();
    }

    private int[] seats(Run run) {
        int[] numbers = new int[party];
        for (int at = 0; at < party; at++) {
            numbers[at] = run.first + at;
        }
        return numbers;
    }

    private @Nullable Run bestIn(int row) {
        if (accessible || !aim.best() || !passed.isEmpty()) {
            return inRow(row);
        }
        return memory.bestRun(row, party, now, () -> Optional.ofNullable(inRow(row)))
                .orElse(null);
    }

    private @Nullable Run inRow(int row) {
        Run best = null;
        int end = memory.chart.end(row);
        int from = memory.chart.start(row);
        while (from < end) {
            if (!open(from)) {
                from++;
                continue;
            }
            int to = from;
            while (to < end && open(to)) {
                to++;
            }
            Run run = within(row, from, to, accessible);
            if (run != null && (best == null || run.betterThan(best))) {
                best = run;
            }
            from = to;
        }
        return best;
    }

    /// The best run inside the free seats between `from` and `to`; `special` with an accessible
    /// seat.
    @Nullable
    Run within(int row, int from, int to, boolean special) {
        Run best = null;
        for (int first = from; first + party <= to; first++) {
            Run run = run(row, first, from, to);
            if (run != null && special && run.spare == 0) {
                continue;
            }
            if (run != null && (best == null || run.betterThan(best))) {
                best = run;
            }
        }
        return best;
    }

    /// `party` seats from `first`, out of the free seats between `from` and `to`.
    private @Nullable Run run(int row, int first, int from, int to) {
        int met = passed.nextSetBit(first);
        if (met >= 0 && met < first + party) {
            return null;
        }
        int spare = 0;
        if (accessible) {
            for (int at = first; at < first + party; at++) {
                spare += memory.chart.accessible(at) ? 1 : 0;
            }
        }
        int before = first - from;
        int after = to - first - party;
        return new Run(first, before == 1 || after == 1, spare, before % 2 + after % 2,
                before % 2 + after % 2 > (to - from) % 2,
                aim.distance(row, first, party));
    }

    /// The biggest party that could sit side by side.
    static int biggestParty(SeatMapState memory, boolean accessible, long now) {
        BestSeats any = new BestSeats(memory, 1, accessible, now);
        int biggest = 0;
        for (int row = 0; row < memory.chart.rows(); row++) {
            if (memory.longestRun(row, now) > biggest) {
                biggest = Math.max(biggest, any.longest(row));
            }
        }
        return biggest;
    }

    private int longest(int row) {
        int longest = 0;
        int run = 0;
        boolean suits = false;
        for (int at = memory.chart.start(row); at < memory.chart.end(row); at++) {
            boolean open = open(at);
            run = open ? run + 1 : 0;
            suits = open && (suits || !accessible || memory.chart.accessible(at));
            longest = suits ? Math.max(longest, run) : longest;
        }
        return longest;
    }

    boolean open(int number) {
        return memory.free(number, now) && (accessible || !memory.chart.accessible(number));
    }
}
