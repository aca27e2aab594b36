package holdfast.time;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Claim.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The choice of lanes compared with trying everything in the documented sequence: whether there is
/// one, and which.
class LaneChoiceTest {
    private static final int MOST = 8 * 6_561 + 1_000;

    @Test
    void choosesTheFirstOfAnExhaustiveSearch() {
        Random random = new Random(20261129);
        int served = 0;
        int hard = 0;
        for (int round = 0; round < 20_000; round++) {
            List<Part> parts = parts(random, 1 + random.nextInt(6));
            int[][] candidates = candidates(random, parts.size());
            LaneChoice choice = new LaneChoice(parts);
            Optional<int[]> found = choice.choose(candidates);
            Optional<int[]> expected = everything(parts, candidates);
            assertThat(found.isPresent()).isEqualTo(expected.isPresent());
            expected.ifPresent(ranks -> assertThat(found.orElseThrow()).containsExactly(ranks));
            served += found.isPresent() ? 1 : 0;
            int simple = Arrays.stream(candidates).mapToInt(each -> each.length).sum();
            hard += found.isPresent() && choice.steps() > simple ? 1 : 0;
        }
        assertThat(served).isBetween(4_000, 16_000);
        assertThat(hard).as("where the best that was left did not do").isGreaterThan(100);
    }

    @Test
    void takesABoundedNumberOfStepsForEightParts() {
        Random random = new Random(20261130);
        long most = 0;
        for (int round = 0; round < 3_000; round++) {
            List<Part> parts = parts(random, 8);
            if (round % 3 == 0) {
                parts.set(0, part(0, 1_000));
            }
            int lanes = 7 + random.nextInt(3);
            int[][] candidates = new int[8][];
            for (int part = 0; part < 8; part++) {
                candidates[part] = shuffled(random, lanes, Math.min(8, lanes));
            }
            LaneChoice choice = new LaneChoice(parts);
            choice.choose(candidates);
            most = Math.max(most, choice.steps());
        }
        assertThat(most).isBetween(1_000L, (long) MOST);
    }

    private static Part part(int from, int length) {
        return new Part(List.of("any"), Duration.ofMinutes(from),
                Duration.ofMinutes((long) from + length), Duration.ZERO, Duration.ZERO);
    }

    private static List<Part> parts(Random random, int count) {
        List<Part> parts = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            parts.add(part(10 * random.nextInt(6), 10 * (1 + random.nextInt(4))));
        }
        return parts;
    }

    private static int[][] candidates(Random random, int parts) {
        boolean pairs = random.nextBoolean();
        int lanes = pairs ? parts : 1 + random.nextInt(parts);
        int[][] candidates = new int[parts][];
        for (int part = 0; part < parts; part++) {
            candidates[part] = shuffled(random, lanes, pairs ? 2 : random.nextInt(lanes + 1));
        }
        return candidates;
    }

    private static int[] shuffled(Random random, int lanes, int count) {
        List<Integer> all = new ArrayList<>(IntStream.range(0, lanes).boxed().toList());
        Collections.shuffle(all, random);
        return all.stream().limit(count).mapToInt(Integer::intValue).toArray();
    }

    private static Optional<int[]> everything(List<Part> parts, int[][] candidates) {
        List<Integer> turns = IntStream.range(0, parts.size()).boxed()
                .sorted(Comparator.comparingInt(part -> candidates[part].length)).toList();
        int[] ranks = new int[parts.size()];
        return everything(parts, candidates, turns, 0, ranks)
                ? Optional.of(ranks) : Optional.empty();
    }

    private static boolean everything(
            List<Part> parts, int[][] candidates, List<Integer> turns, int turn, int[] ranks) {
        if (turn == turns.size()) {
            return true;
        }
        int part = turns.get(turn);
        for (int rank = 0; rank < candidates[part].length; rank++) {
            int lane = candidates[part][rank];
            boolean taken = turns.subList(0, turn).stream()
                    .anyMatch(other -> candidates[other][ranks[other]] == lane
                            && parts.get(other).from().compareTo(parts.get(part).to()) < 0
                            && parts.get(part).from().compareTo(parts.get(other).to()) < 0);
            if (!taken) {
                ranks[part] = rank;
                if (everything(parts, candidates, turns, turn + 1, ranks)) {
                    return true;
                }
            }
        }
        return false;
    }
}
