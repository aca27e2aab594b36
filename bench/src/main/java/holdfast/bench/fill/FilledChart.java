package holdfast.bench.fill;

import holdfast.Inventory;
import java.util.ArrayList;
import java.util.List;

/// A seat map to be filled.
public record FilledChart(String title, List<Inventory.Row> rows) {
    private static final double RANKS_IN_A_SEAT = 10;
    private static final double AISLE = 2;

    public FilledChart {
        rows = List.copyOf(rows);
    }

    /// Charts as halls have them: with ranks from a focal point, and without. A block with an odd
    /// number of seats needs a party of an odd size, so each has fewer of those than come.
    public static List<FilledChart> all() {
        return List.of(
                blocks("10 rows of 20", 10, 0, 20),
                blocks("20 rows of 26 to 45 seats", 20, 1, 26),
                blocks("20 rows of 21 to 59 seats", 20, 2, 21),
                blocks("25 rows in blocks of 8, 14 and 8", 25, 0, 8, 14, 8),
                blocks("25 rows in blocks of 7, 14 and 7", 25, 0, 7, 14, 7),
                blocks("15 rows in blocks of 6, 9, 9 and 6", 15, 0, 6, 9, 9, 6),
                blocks("20 rows of 26 to 45 seats", 20, 1, 26).unranked(),
                blocks("25 rows in blocks of 7, 14 and 7", 25, 0, 7, 14, 7).unranked());
    }

    /// Rows one behind the other, each in blocks with aisles between them. The last block of each
    /// row is wider than that of the row before.
    private static FilledChart blocks(String title, int rows, int wider, int... blocks) {
        List<Inventory.Row> all = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            double width = wider * row + AISLE * (blocks.length - 1);
            for (int block : blocks) {
                width += block;
            }
            double x = -width / 2;
            for (int block = 0; block < blocks.length; block++) {
                int seats = blocks[block] + (block == blocks.length - 1 ? wider * row : 0);
                all.add(row(row, block, seats, x, row - rows / 3.0));
                x += seats + AISLE;
            }
        }
        return new FilledChart(title, all);
    }

    private static Inventory.Row row(int row, int block, int seats, double x, double depth) {
        List<Inventory.Seat> all = new ArrayList<>();
        for (int seat = 0; seat < seats; seat++) {
            double distance = Math.hypot(x + seat + 0.5, depth);
            all.add(new Inventory.Seat(row + "." + block + "-" + seat, false,
                    Math.toIntExact(1 + Math.round(distance * RANKS_IN_A_SEAT))));
        }
        return new Inventory.Row(all);
    }

    /// The same without ranks: the first row is the best.
    private FilledChart unranked() {
        return new FilledChart(title + ", without ranks", rows.stream()
                .map(row -> new Inventory.Row(row.seats().stream()
                        .map(seat -> new Inventory.Seat(seat.name())).toList()))
                .toList());
    }

    public int seats() {
        return rows.stream().mapToInt(row -> row.seats().size()).sum();
    }
}
