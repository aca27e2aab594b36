package holdfast.time;

import holdfast.Claim.Part;
import holdfast.Window;
import java.nio.IntBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Chooses a lane for each part of a visit, all parts together: exactly, in a bounded number of
/// steps.
///
/// The parts choose in turn, the one with the fewest candidates first. Among all ways to serve
/// every part, the result is the best for the first part; among those, the best for the second; and
/// so on. Two parts may share a lane if they do not overlap.
///
/// If a greedy pass gives each part its best remaining candidate, that is the answer. Otherwise
/// dynamic programming adds one lane after another and keeps the best way to serve each set of
/// parts. For `n` parts this takes at most 3^n steps for a lane and at most n·n lanes.
final class LaneChoice {
    private static final Instant ANY = Instant.parse("2000-01-01T00:00:00Z");
    private static final int NEVER = 1 << 30;
    private static final int BITS = 3;
    private static final int KNOWN = 10_000;

    /// For each part, the set of parts that overlap it.
    private final int[] together;
    private final Map<IntBuffer, Optional<int[]>> known = new HashMap<>();
    private long steps;

    LaneChoice(List<Part> parts) {
        together = new int[parts.size()];
        for (int one = 0; one < together.length; one++) {
            Window window = parts.get(one).occupied(ANY);
            for (int other = 0; other < together.length; other++) {
                if (other != one && parts.get(other).occupied(ANY).overlaps(window)) {
                    together[one] |= 1 << other;
                }
            }
        }
    }

    /// The steps of all choices so far.
    long steps() {
        return steps;
    }

    /// The index of the candidate that each part gets, or empty if not all parts can be served.
    ///
    /// @param candidates each part's lanes, best first, at most as many as there are parts: the
    ///                   other parts can take at most all but one of them
    Optional<int[]> choose(int[][] candidates) {
        int[] turns = turns(candidates);
        if (candidates[turns[0]].length == 0) {
            return Optional.empty();
        }
        int[] ranks = new int[turns.length];
        if (simply(turns, candidates, ranks)) {
            return Optional.of(ranks);
        }
        if (known.size() > KNOWN) {
            known.clear();
        }
        return known.computeIfAbsent(key(candidates), key -> exactly(turns, candidates));
    }

    private static IntBuffer key(int[][] candidates) {
        IntBuffer key = IntBuffer.allocate(
                Arrays.stream(candidates).mapToInt(each -> each.length + 1).sum());
        for (int[] each : candidates) {
            key.put(each).put(-1);
        }
        return key.flip();
    }

    /// The parts, those with the fewest candidates first.
    private static int[] turns(int[][] candidates) {
        int[] turns = new int[candidates.length];
        for (int part = 0; part < turns.length; part++) {
            int at = part;
            for (; at > 0 && candidates[turns[at - 1]].length > candidates[part].length; at--) {
                turns[at] = turns[at - 1];
            }
            turns[at] = part;
        }
        return turns;
    }

    /// Gives each part its best remaining candidate; false if a part has none.
    private boolean simply(int[] turns, int[][] candidates, int[] ranks) {
        int done = 0;
        for (int part : turns) {
            int rank = 0;
            while (rank < candidates[part].length
                    && taken(candidates[part][rank], together[part] & done, candidates, ranks)) {
                rank++;
            }
            steps += rank + 1L;
            if (rank == candidates[part].length) {
                return false;
            }
            ranks[part] = rank;
            done |= 1 << part;
        }
        return true;
    }

    private static boolean taken(int lane, int others, int[][] candidates, int[] ranks) {
        for (int left = others; left != 0; left &= left - 1) {
            int other = Integer.numberOfTrailingZeros(left);
            if (candidates[other][ranks[other]] == lane) {
                return true;
            }
        }
        return false;
    }

    private Optional<int[]> exactly(int[] turns, int[][] candidates) {
        int all = (1 << turns.length) - 1;
        boolean[] apart = apart(turns);
        // For each set of turns, the candidates' indexes that serve it. The first turn has the
        // highest bits, so the smallest number is the best choice.
        int[] best = new int[all + 1];
        Arrays.fill(best, NEVER);
        best[0] = 0;
        int[] lanes = Arrays.stream(candidates).flatMapToInt(Arrays::stream).distinct().toArray();
        for (int lane : lanes) {
            best = with(lane, best, apart, turns, candidates);
        }
        if (best[all] >= NEVER) {
            return Optional.empty();
        }
        int[] ranks = new int[turns.length];
        for (int turn = 0; turn < turns.length; turn++) {
            ranks[turns[turn]] = best[all] >> shift(turn, turns.length) & (1 << BITS) - 1;
        }
        return Optional.of(ranks);
    }

    private static int shift(int turn, int turns) {
        return BITS * (turns - 1 - turn);
    }

    /// The sets of turns whose parts do not overlap, which one lane can serve.
    private boolean[] apart(int[] turns) {
        boolean[] apart = new boolean[1 << turns.length];
        apart[0] = true;
        for (int set = 1; set < apart.length; set++) {
            int rest = set & set - 1;
            int first = Integer.numberOfTrailingZeros(set);
            apart[set] = apart[rest];
            for (int left = rest; left != 0; left &= left - 1) {
                int other = Integer.numberOfTrailingZeros(left);
                apart[set] &= (together[turns[first]] >> turns[other] & 1) == 0;
            }
        }
        return apart;
    }

    /// The best choice for each set of turns when this lane serves some of it, or none.
    private int[] with(
            int lane, int[] best, boolean[] apart, int[] turns, int[][] candidates) {
        int able = 0;
        int[] cost = new int[best.length];
        for (int turn = 0; turn < turns.length; turn++) {
            int[] of = candidates[turns[turn]];
            for (int rank = 0; rank < of.length; rank++) {
                if (of[rank] == lane) {
                    able |= 1 << turn;
                    cost[1 << turn] = rank << shift(turn, turns.length);
                }
            }
        }
        int[] with = best.clone();
        for (int set = able; set != 0; set = set - 1 & able) {
            if (!apart[set]) {
                continue;
            }
            int costs = 0;
            for (int left = set; left != 0; left &= left - 1) {
                costs += cost[Integer.lowestOneBit(left)];
            }
            int others = best.length - 1 ^ set;
            for (int rest = others; rest >= 0; rest = rest == 0 ? -1 : rest - 1 & others) {
                steps++;
                with[rest | set] = Math.min(with[rest | set], best[rest] + costs);
            }
        }
        return with;
    }
}
