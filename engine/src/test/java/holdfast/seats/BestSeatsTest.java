package holdfast.seats;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.claims.Allotment;
import holdfast.seats.SeatMapState.Owner;
import holdfast.seats.SeatMapState.Tenant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Compares the choice with a slow one: all runs of all rows, sorted by preference.
class BestSeatsTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final long AT = SeatMapState.micros(NOW);
    private static final int HALLS = 4_000;

    @Test
    void findsTheBestOfAllRuns() {
        Random random = new Random(20261120);
        for (int hall = 0; hall < HALLS; hall++) {
            SeatMapState memory = hall(random);
            for (int party = 1; party <= 6; party++) {
                for (boolean accessible : new boolean[] {false, true}) {
                    compare(memory, party, accessible);
                }
            }
        }
    }

    private static void compare(SeatMapState memory, int party, boolean accessible) {
        Optional<Integer> expected = slowly(memory, party, accessible);
        Optional<int[]> chosen = new BestSeats(memory, party, accessible, AT).choose();
        String hall = drawn(memory) + " party of " + party + (accessible ? ", accessible" : "");
        assertThat(chosen.map(seats -> seats[0])).as(hall).isEqualTo(expected);
        chosen.ifPresent(seats -> {
            assertThat(seats).as(hall).hasSize(party);
            for (int at = 1; at < party; at++) {
                assertThat(seats[at]).as(hall).isEqualTo(seats[0] + at);
            }
        });
        int biggest = BestSeats.biggestParty(memory, accessible, AT);
        assertThat(party <= biggest).as(hall + ", biggest " + biggest)
                .isEqualTo(expected.isPresent());
    }

    private record Run(int row, int first, int party) {}

    /// The first seat of the best run.
    private static Optional<Integer> slowly(SeatMapState memory, int party, boolean accessible) {
        List<Run> runs = new ArrayList<>();
        for (int row = 0; row < memory.chart.rows(); row++) {
            for (int first = memory.chart.start(row); first + party <= memory.chart
                    .end(row); first++) {
                runs.add(new Run(row, first, party));
            }
        }
        return runs.stream()
                .filter(run -> suits(memory, run, accessible))
                .collect(Collectors.groupingBy(Run::row, Collectors.minBy(
                        lonelyLast(memory, accessible)
                                .thenComparingInt(run -> accessible ? special(memory, run) : 0)
                                .thenComparingInt(run -> odd(memory, run, accessible))
                                .thenComparingInt(run -> distance(memory, run))
                                .thenComparingInt(Run::first))))
                .values().stream().flatMap(Optional::stream)
                .min(lonelyLast(memory, accessible)
                        .thenComparingInt(run -> weight(memory, run, accessible))
                        .thenComparingInt(run -> leastRank(memory, run.row))
                        .thenComparingInt(Run::row))
                .map(Run::first);
    }

    private static Comparator<Run> lonelyLast(SeatMapState memory, boolean accessible) {
        return Comparator.comparingInt(run -> lonely(memory, run, accessible) ? 1 : 0);
    }

    private static boolean suits(SeatMapState memory, Run run, boolean accessible) {
        for (int seat = run.first; seat < run.first + run.party; seat++) {
            if (!open(memory, run.row, seat, accessible)) {
                return false;
            }
        }
        return !accessible || special(memory, run) > 0;
    }

    private static boolean open(SeatMapState memory, int row, int seat, boolean accessible) {
        return seat >= memory.chart.start(row) && seat < memory.chart.end(row)
                && memory.free(seat, AT) && (accessible || !memory.chart.accessible(seat));
    }

    /// A free seat beside the party with no free seat on its other side.
    private static boolean lonely(SeatMapState memory, Run run, boolean accessible) {
        int left = run.first - 1;
        int right = run.first + run.party;
        boolean leftAlone = open(memory, run.row, left, accessible)
                && !open(memory, run.row, left - 1, accessible);
        boolean rightAlone = open(memory, run.row, right, accessible)
                && !open(memory, run.row, right + 1, accessible);
        return leftAlone || rightAlone;
    }

    private static int special(SeatMapState memory, Run run) {
        int count = 0;
        for (int seat = run.first; seat < run.first + run.party; seat++) {
            count += memory.chart.accessible(seat) ? 1 : 0;
        }
        return count;
    }

    /// How many seats are free on either side.
    private record Beside(int left, int right) {
        static Beside of(SeatMapState memory, Run run, boolean accessible) {
            int left = run.first;
            while (open(memory, run.row, left - 1, accessible)) {
                left--;
            }
            int right = run.first + run.party;
            while (open(memory, run.row, right, accessible)) {
                right++;
            }
            return new Beside(run.first - left, right - run.first - run.party);
        }

        int odd() {
            return left % 2 + right % 2;
        }
    }

    private static int odd(SeatMapState memory, Run run, boolean accessible) {
        return Beside.of(memory, run, accessible).odd();
    }

    /// Half as far again counts a run after which fewer pairs fit than could.
    private static int weight(SeatMapState memory, Run run, boolean accessible) {
        Beside beside = Beside.of(memory, run, accessible);
        boolean parts = beside.odd() > (beside.left + run.party + beside.right) % 2;
        return memory.chart.ranked() ? distance(memory, run) * (parts ? 3 : 2) : 0;
    }

    private static int leastRank(SeatMapState memory, int row) {
        return IntStream.range(memory.chart.start(row), memory.chart.end(row))
                .map(memory.chart::rank).min().orElseThrow();
    }

    private static int distance(SeatMapState memory, Run run) {
        if (memory.chart.ranked()) {
            return IntStream.range(run.first, run.first + run.party)
                    .map(memory.chart::rank).sum();
        }
        return Math.abs(2 * run.first + run.party
                - memory.chart.start(run.row) - memory.chart.end(run.row));
    }

    /// Up to four rows of up to nine seats, some taken, some expired, a few accessible. Every second
    /// hall has ranks: distances from a point, or any numbers.
    private static SeatMapState hall(Random random) {
        List<SeatLayout.Place> places = new ArrayList<>();
        boolean ranked = random.nextBoolean();
        boolean distances = random.nextBoolean();
        double middle = random.nextInt(9);
        double depth = random.nextInt(4);
        int rows = 1 + random.nextInt(4);
        for (int row = 0; row < rows; row++) {
            int seats = 1 + random.nextInt(9);
            for (int seat = 0; seat < seats; seat++) {
                int rank = distances ? (int) (10 * Math.hypot(seat - middle, row - depth))
                        : random.nextInt(50);
                places.add(new SeatLayout.Place(row + "-" + seat, row, random.nextInt(6) == 0,
                        ranked ? rank : 0));
            }
        }
        SeatMapState memory = new SeatMapState(new SeatLayout(places));
        int fullness = random.nextInt(5);
        for (int at = 0; at < places.size(); at++) {
            int state = random.nextInt(8);
            if (state < fullness) {
                Instant until = state == 0 ? NOW : state == 1 ? null : NOW.plusNanos(1_000);
                Allotment.Seats allotment =
                        new Allotment.Seats("hall", 0, List.of(places.get(at).name()));
                memory.take(allotment, new Tenant(new Owner("h" + at, 0), until));
            }
        }
        return memory;
    }

    private static String drawn(SeatMapState memory) {
        StringBuilder hall = new StringBuilder();
        for (int row = 0; row < memory.chart.rows(); row++) {
            hall.append(row == 0 ? "" : "/");
            for (int seat = memory.chart.start(row); seat < memory.chart.end(row); seat++) {
                boolean free = memory.free(seat, AT);
                char plain = free ? '.' : 'X';
                char special = free ? 'a' : 'A';
                hall.append(memory.chart.accessible(seat) ? special : plain);
                hall.append(memory.chart.ranked() ? memory.chart.rank(seat) + " " : "");
            }
        }
        return hall.toString();
    }
}
