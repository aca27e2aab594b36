package holdfast.seats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Where to look for seats in a map: in which rows first, and where in a row.
final class SeatPreference {
    private final SeatLayout chart;
    private final int[] rows;
    private final int off;

    private SeatPreference(SeatLayout chart, int[] rows, int off) {
        this.chart = chart;
        this.rows = rows;
        this.off = off;
    }

    /// The best rows first, and their middles.
    static SeatPreference best(SeatLayout chart) {
        return new SeatPreference(chart, new int[0], 0);
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
        return new SeatPreference(chart, rows.stream().mapToInt(Integer::intValue).toArray(),
                Math.toIntExact(Math.round((double) off / seats.size())));
    }

    /// The row at this place of the search.
    int row(int place) {
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

    /// The target in a row, in half seats.
    int twice(int row) {
        return chart.start(row) + chart.end(row) + off;
    }
}
