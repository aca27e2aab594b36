package holdfast.seats;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The seats of a seat map: their names by number, rows best first. Immutable: a map that is
/// offered with other seats gets another layout.
final class SeatLayout {
    private final String[] names;
    private final boolean[] accessible;
    private final int[] rowOf;
    private final int[] rowStart;
    private final Map<String, Integer> numbers;

    record Place(String name, int row, boolean accessible) {}

    SeatLayout(List<Place> places) {
        int count = places.size();
        names = new String[count];
        accessible = new boolean[count];
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
            rowOf[number] = starts.size() - 1;
            numbers.put(place.name, number);
        }
        starts.add(count);
        rowStart = starts.stream().mapToInt(Integer::intValue).toArray();
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
