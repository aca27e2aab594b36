package holdfast.seats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The seats of a seat map: their names by number, row by row. Immutable: a map that is
/// offered with other seats gets another layout.
final class SeatLayout {
    private final String[] names;
    private final boolean[] accessible;
    private final int[] rank;
    private final boolean ranked;
    private final int[] rowOf;
    private final int[] rowStart;
    private final int[] leastRank;
    private final int[] bestFirst;
    private final Map<String, Integer> numbers;

    record Place(String name, int row, boolean accessible, int rank) {}

    SeatLayout(List<Place> places) {
        int count = places.size();
        names = new String[count];
        accessible = new boolean[count];
        rank = new int[count];
        rowOf = new int[count];
        numbers = HashMap.newHashMap(count);
        List<Integer> starts = new ArrayList<>();
        int row = -1;
        for (int number = 0; number < count; number++) {
            Place place = places.get(number);
            if (place.row != row) {
                row = place.row;
                starts.add(number);
            }
            names[number] = place.name;
            accessible[number] = place.accessible;
            rank[number] = place.rank;
            rowOf[number] = starts.size() - 1;
            numbers.put(place.name, number);
        }
        starts.add(count);
        rowStart = starts.stream().mapToInt(Integer::intValue).toArray();
        ranked = IntStream.of(rank).anyMatch(each -> each > 0);
        leastRank = IntStream.range(0, rows()).map(each -> IntStream.range(start(each), end(each))
                .map(number -> rank[number]).min().orElse(0)).toArray();
        bestFirst = IntStream.range(0, rows()).boxed()
                .sorted(Comparator.comparingInt(each -> leastRank[each]))
                .mapToInt(Integer::intValue).toArray();
    }

    int seats() {
        return names.length;
    }

    int rows() {
        return rowStart.length - 1;
    }

    /// The first seat of a row; a row ends where the next one begins.
    int start(int row) {
        return rowStart[row];
    }

    int end(int row) {
        return rowStart[row + 1];
    }

    int row(int number) {
        return rowOf[number];
    }

    int rank(int number) {
        return rank[number];
    }

    /// Whether seats have ranks. Without them rows come best first.
    boolean ranked() {
        return ranked;
    }

    /// The rank of a row's best seat.
    int leastRank(int row) {
        return leastRank[row];
    }

    /// The row at this place, when rows are ordered by their best seats.
    int bestFirst(int place) {
        return bestFirst[place];
    }

    String name(int number) {
        return names[number];
    }

    boolean accessible(int number) {
        return accessible[number];
    }

    @Nullable
    Integer number(String name) {
        return numbers.get(name);
    }
}
