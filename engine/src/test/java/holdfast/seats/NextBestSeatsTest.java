package holdfast.seats;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Claim;
import holdfast.claims.Allotment;
import holdfast.seats.SeatMapState.Owner;
import holdfast.seats.SeatMapState.Tenant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Seat maps are drawn as text: a row behind each slash, `.` free, `X` taken, `a` free and
/// accessible, `A` taken and accessible. Seats are numbered through, from 0.
class NextBestSeatsTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final long AT = SeatMapState.micros(NOW);
    private static final int HALLS = 3_000;

    @Test
    void offersAdjacentSeatsBestFirst() {
        assertThat(best("....../......", 2, 4)).containsExactly("2 3", "0 1", "4 5", "8 9");
        // A single seat left over counts as if this choice were the only one.
        assertThat(best("...../.....", 2, 10)).containsExactly("0 1", "3 4", "5 6", "8 9");
        assertThat(best("...", 3, 1)).containsExactly("0 1 2");
    }

    @Test
    void leavesASingleSeatOnlyWithoutAnotherChoice() {
        assertThat(best(".../..", 2, 10)).containsExactly("3 4", "0 1");
        assertThat(named(".X.X../X..", 1, "1")).first().isEqualTo("0");
    }

    @Test
    void splitsAPartyIntoFewGroups() {
        assertThat(best("..X../X", 4, 1)).containsExactly("0 1 3 4");
        // Three and two rather than twos: fewer groups. Rows beside each other rather than far off.
        assertThat(best("...X./XXXXX/..X../...X.", 5, 1)).containsExactly("10 11 15 16 17");
        assertThat(best("...X/XXXX/XXXX/...X/..XX", 5, 1)).containsExactly("12 13 14 16 17");
    }

    @Test
    void prefersASplitThatLeavesNoSingleSeat() {
        // Two gaps of three for five would leave a single seat; gaps of three and two leave none.
        assertThat(best("...X/...X/XXXX/..XX", 5, 1)).containsExactly("4 5 6 12 13");
        // If each choice leaves a single seat, one is left.
        assertThat(best("..X../XXXXX", 3, 1)).singleElement().asString().hasSize(5);
    }

    @Test
    void offersNothingIfTooFewSeatsAreFree() {
        assertThat(best("X.X./XXXX", 3, 5)).isEmpty();
        assertThat(best("XXXX", 1, 5)).isEmpty();
    }

    @Test
    void offersSeatsNearTheWantedOnes() {
        assertThat(named("......../....XX..../........", 5, "12", "13"))
                .containsExactly("10 11", "14 15", "8 9", "16 17", "2 3");
        // Their own row would leave a single seat alone.
        assertThat(named("......../...XX.../........", 5, "11", "12"))
                .containsExactly("2 3", "4 5", "0 1", "6 7", "18 19");
        assertThat(named("....../X...../......", 1, "6")).containsExactly("7");
        assertThat(named("..../.XX./....", 1, "5", "6")).containsExactly("0 1");
        assertThat(named(".../...", 9, "nowhere")).hasSize(6);
    }

    @Test
    void offersAccessibleSeatsIfOneWasNamed() {
        assertThat(named("aa..", 5, "2")).containsExactly("2", "3");
        assertThat(named("Aa...", 5, "0")).containsExactly("1");
        assertThat(best("aX..Xa", 3, 1)).isEmpty();
        assertThat(instead("aX..X.", new Claim.Best(3, true), 1)).containsExactly("0 2 3");
        assertThat(instead("..X..X./a", new Claim.Best(4, true), 1)).containsExactly("3 4 6 7");
    }

    /// On random maps: the seats exist and are free, none is in two choices, there are as many as
    /// wanted, and there is a choice whenever enough are free.
    @Test
    void offersOnlySeatsThatCanBeHeld() {
        Random random = new Random(20261120);
        for (int at = 0; at < HALLS; at++) {
            String hall = drawn(random);
            SeatMapState memory = hall(hall, random.nextBoolean());
            int party = 1 + random.nextInt(6);
            boolean accessible = random.nextInt(3) == 0;
            List<Claim.Named> choices =
                    new NextBestSeats(memory, AT).instead(new Claim.Best(party, accessible), 10);
            String round = hall + " party of " + party + (accessible ? ", accessible " : " ");
            List<Integer> open = IntStream.range(0, memory.chart.seats()).boxed()
                    .filter(seat -> memory.free(seat, AT)
                            && (accessible || !memory.chart.accessible(seat)))
                    .toList();
            boolean enough = open.size() >= party && (!accessible
                    || open.stream().anyMatch(memory.chart::accessible));
            assertThat(choices.isEmpty()).as(round).isEqualTo(!enough);
            Set<Integer> seen = new HashSet<>();
            for (Claim.Named choice : choices) {
                List<Integer> seats = numbers(choice);
                assertThat(seats).as(round).hasSize(party).isSubsetOf(open);
                assertThat(seats).as(round).allMatch(seen::add);
                assertThat(!accessible || seats.stream().anyMatch(memory.chart::accessible))
                        .as(round).isTrue();
            }
            if (enough) {
                first(memory, party, accessible, choices.getFirst(), round);
            }
        }
    }

    /// The first choice against all choices of so many seats: no fewer groups, and no fewer seats
    /// left alone by as many groups.
    private static void first(
            SeatMapState memory, int party, boolean accessible, Claim.Named choice, String round) {
        List<Integer> best = List.of(Integer.MAX_VALUE, 0);
        int seats = memory.chart.seats();
        if (seats > 14) {
            return;
        }
        for (int set = 0; set < 1 << seats; set++) {
            if (Integer.bitCount(set) == party) {
                List<Integer> judged = judged(memory, set, accessible);
                best = less(judged, best) ? judged : best;
            }
        }
        int set = numbers(choice).stream().mapToInt(seat -> 1 << seat).sum();
        assertThat(judged(memory, set, accessible)).as(round + choice).isEqualTo(best);
    }

    private static boolean less(List<Integer> one, List<Integer> other) {
        int groups = one.getFirst().compareTo(other.getFirst());
        return groups < 0 || (groups == 0 && one.getLast() < other.getLast());
    }

    /// How many groups these are, and how many of them leave a seat alone beside them.
    private static List<Integer> judged(SeatMapState memory, int set, boolean accessible) {
        int groups = 0;
        int lonely = 0;
        boolean suits = !accessible;
        for (int row = 0; row < memory.chart.rows(); row++) {
            int end = memory.chart.end(row);
            int from = memory.chart.start(row);
            while (from < end) {
                int to = from;
                while (to < end && open(memory, to, accessible)) {
                    to++;
                }
                int inside = 0;
                if (to == from && ((set >> from) & 1) == 1) {
                    return List.of(Integer.MAX_VALUE, 0);
                }
                for (int at = from; at < to; at++) {
                    inside += (set >> at) & 1;
                    suits |= ((set >> at) & 1) == 1 && memory.chart.accessible(at);
                }
                int first = from + Integer.numberOfTrailingZeros(set >> from);
                boolean together = inside > 0
                        && ((set >> first) & ((1 << inside) - 1)) == (1 << inside) - 1;
                if (inside > 0 && !together) {
                    return List.of(Integer.MAX_VALUE, 0);
                }
                groups += inside > 0 ? 1 : 0;
                lonely += inside > 0 && (first - from == 1 || to - first - inside == 1) ? 1 : 0;
                from = Math.max(to, from + 1);
            }
        }
        return suits ? List.of(groups, lonely) : List.of(Integer.MAX_VALUE, 0);
    }

    private static boolean open(SeatMapState memory, int seat, boolean accessible) {
        return memory.free(seat, AT) && (accessible || !memory.chart.accessible(seat));
    }

    private static List<String> best(String hall, int party, int most) {
        return instead(hall, new Claim.Best(party, false), most);
    }

    private static List<String> named(String hall, int most, String... names) {
        return instead(hall, new Claim.Named(List.of(names)), most);
    }

    private static List<String> instead(String hall, Claim.Choice wanted, int most) {
        return new NextBestSeats(hall(hall), AT).instead(wanted, most).stream()
                .map(choice -> String.join(" ", choice.names())).toList();
    }

    private static List<Integer> numbers(Claim.Named choice) {
        return choice.names().stream().map(Integer::valueOf).toList();
    }

    private static SeatMapState hall(String drawn) {
        return hall(drawn, false);
    }

    private static SeatMapState hall(String drawn, boolean ranked) {
        List<SeatLayout.Place> places = new ArrayList<>();
        List<String> taken = new ArrayList<>();
        Random ranks = new Random(drawn.hashCode());
        String[] rows = drawn.split("/", -1);
        for (int row = 0; row < rows.length; row++) {
            for (char seat : rows[row].toCharArray()) {
                String name = Integer.toString(places.size());
                places.add(new SeatLayout.Place(name, row, Character.toLowerCase(seat) == 'a',
                        ranked ? ranks.nextInt(100) : 0));
                if (Character.isUpperCase(seat)) {
                    taken.add(name);
                }
            }
        }
        SeatMapState memory = new SeatMapState(new SeatLayout(places));
        taken.forEach(seat -> memory.take(new Allotment.Seats("hall", 0, List.of(seat)),
                new Tenant(new Owner("h" + seat, 0), null)));
        return memory;
    }

    private static String drawn(Random random) {
        List<String> rows = new ArrayList<>();
        int full = random.nextInt(8);
        for (int row = 1 + random.nextInt(4); row > 0; row--) {
            StringBuilder seats = new StringBuilder();
            for (int seat = 1 + random.nextInt(6); seat > 0; seat--) {
                boolean special = random.nextInt(7) == 0;
                boolean taken = random.nextInt(8) < full;
                seats.append(special ? taken ? 'A' : 'a' : taken ? 'X' : '.');
            }
            rows.add(seats.toString());
        }
        return String.join("/", rows);
    }
}
