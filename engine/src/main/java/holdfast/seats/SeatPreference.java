package holdfast.seats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Where to look for seats in a map: in which rows first, and where in a row. By rank: nearest to
/// the best point of the hall. Otherwise row after row, and in each nearest to a target.
final class SeatPreference {
    private final SeatLayout chart;
    private final boolean byRank;
    private final int[] rows;
    private final int off;

    private SeatPreference(SeatLayout chart, boolean byRank, int[] rows, int off) {
        this.chart = chart;
        this.byRank = byRank;
        this.rows = rows;
        this.off = off;
    }

    /// By rank where seats have ranks; otherwise the first rows first, and their middles.
    static SeatPreference best(SeatLayout chart) {
        return new SeatPreference(chart, chart.ranked(), new int[0], 0);
    }

    /// The rows of these seats first, then those beside them; in a row, as far from its middle as
    /// these are.
    static SeatPreference near(SeatLayout chart, List<Integer> seats) {
        if (seats.isEmpty()) {
            return best(chart);
        }
        int[] distance = new int[chart.rows()];
        Arrays.fill(distance, chart.rows());
        long off = 0;
        for (int seat : seats) {
            int row = chart.row(seat);
            distance[row] = 0;
            off += 2L * seat + 1 - chart.start(row) - chart.end(row);
        }
        for (int row = 1; row < distance.length; row++) {
            distance[row] = Math.min(distance[row], distance[row - 1] + 1);
        }
        for (int row = distance.length - 2; row >= 0; row--) {
            distance[row] = Math.min(distance[row], distance[row + 1] + 1);
        }
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < distance.length; row++) {
            rows.add(row);
        }
        rows.sort(Comparator.comparingInt(row -> distance[row]));
        return new SeatPreference(chart, false, rows.stream().mapToInt(Integer::intValue).toArray(),
                Math.toIntExact(Math.round((double) off / seats.size())));
    }

    /// Whether this is the preference of a party that wants the best of the whole map.
    boolean best() {
        return byRank || rows.length == 0;
    }

    boolean byRank() {
        return byRank;
    }

    /// The row at this place of the search. By rank, rows come in the order of their best seats.
    int row(int place) {
        if (byRank) {
            return chart.bestFirst(place);
        }
        return rows.length == 0 ? place : rows[place];
    }

    /// The place of each row in the search.
    int[] places() {
        int[] places = new int[chart.rows()];
        for (int place = 0; place < places.length; place++) {
            places[row(place)] = place;
        }
        return places;
    }

    /// How far these seats are from the target: the sum of their ranks, or from the target in
    /// their row, in half seats.
    long distance(int row, int first, int party) {
        if (!byRank) {
            return Math.abs(2 * first + party - chart.start(row) - chart.end(row) - off);
        }
        long sum = 0;
        for (int seat = first; seat < first + party; seat++) {
            sum += chart.rank(seat);
        }
        return sum;
    }
}
