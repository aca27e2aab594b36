package holdfast.bench.sale;

import holdfast.Inventory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// A hall of named seats, of which each client wants 1 to 4 side by side. A client chooses by an
/// earlier read, so two may want the same seats; one in ten chooses without reading. When most of a
/// hall is gone, the next performance goes on sale.
///
/// @param together how many a client wants at the most
public record HallSale(int rows, int seatsInRow, int together) implements Field {
    public static final String MAP = "hall-";
    private static final double GONE = 0.8;
    private static final int USUAL = 4;

    public HallSale(int rows, int seatsInRow) {
        this(rows, seatsInRow, USUAL);
    }

    @Override
    public String word() {
        return "hall";
    }

    @Override
    public String title() {
        return String.format(Locale.ROOT, "One hall of %,d seats", rows * seatsInRow);
    }

    @Override
    public List<Inventory> pattern() {
        List<Inventory.Row> all = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            List<Inventory.Seat> seats = new ArrayList<>();
            for (int seat = 0; seat < seatsInRow; seat++) {
                seats.add(new Inventory.Seat(name(row, seat)));
            }
            all.add(new Inventory.Row(seats));
        }
        return List.of(new Inventory.SeatMap(MAP + 1, all));
    }

    private static String name(int row, int seat) {
        return (row + 1) + "-" + (seat + 1);
    }

    @Override
    public int copies(long holds) {
        return 1 + (int) (holds * (1 + together) / 2.0 / (GONE * rows * seatsInRow));
    }

    @Override
    public Sale open(String workspace, int copies) {
        return new Open(workspace, this, copies);
    }

    @Override
    public Sale unopposed(String workspace, int copies) {
        return new InOrder(workspace, this, copies, new AtomicLong());
    }

    /// Each client gets the next seats.
    private record InOrder(String workspace, HallSale hall, int copies, AtomicLong cursor)
            implements Sale {
        @Override
        public Optional<WantedClaim> next(RandomGenerator random) {
            int seats = hall.rows * hall.seatsInRow;
            int count = random.nextInt(1, hall.together + 1);
            long first = cursor.getAndAdd(count);
            while (first / seats != (first + count - 1) / seats) {
                first = cursor.getAndAdd(count);
            }
            if (first / seats >= copies) {
                return Optional.empty();
            }
            List<String> names = new ArrayList<>();
            for (int seat = (int) (first % seats); names.size() < count; seat++) {
                names.add(name(seat / hall.seatsInRow, seat % hall.seatsInRow));
            }
            return Optional.of(
                    new WantedClaim.Seats(workspace, MAP + (first / seats + 1), names));
        }
    }

    private static final class Open implements Sale {
        private final String workspace;
        private final HallSale hall;
        private final List<AtomicIntegerArray> taken = new ArrayList<>();
        private final AtomicInteger gone = new AtomicInteger();

        Open(String workspace, HallSale hall, int copies) {
            this.workspace = workspace;
            this.hall = hall;
            for (int copy = 0; copy < copies; copy++) {
                taken.add(new AtomicIntegerArray(hall.rows * hall.seatsInRow));
            }
        }

        @Override
        public Optional<WantedClaim> next(RandomGenerator random) {
            int performance = (int) (gone.get() / (GONE * hall.rows * hall.seatsInRow));
            if (performance >= taken.size()) {
                return Optional.empty();
            }
            int count = random.nextInt(1, hall.together + 1);
            int first = pick(random, count);
            if (random.nextInt(10) > 0) {
                first = firstFree(taken.get(performance), first, count);
            }
            List<String> names = new ArrayList<>();
            for (int seat = first; seat < first + count; seat++) {
                names.add(name(seat / hall.seatsInRow, seat % hall.seatsInRow));
            }
            return Optional.of(new WantedClaim.Seats(workspace, MAP + (performance + 1), names));
        }

        private int pick(RandomGenerator random, int count) {
            return random.nextInt(hall.rows) * hall.seatsInRow
                    + random.nextInt(hall.seatsInRow - count + 1);
        }

        /// This many free seats side by side in one row, there or as soon as possible behind it.
        private int firstFree(AtomicIntegerArray taken, int wanted, int count) {
            int seats = taken.length();
            for (int step = 0; step < seats; step++) {
                int first = (wanted + step) % seats;
                boolean oneRow = first % hall.seatsInRow + count <= hall.seatsInRow;
                if (oneRow && free(taken, first, count)) {
                    return first;
                }
            }
            return wanted;
        }

        private static boolean free(AtomicIntegerArray taken, int first, int count) {
            for (int seat = first; seat < first + count; seat++) {
                if (taken.get(seat) != 0) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void granted(WantedClaim wish) {
            if (wish instanceof WantedClaim.Seats seats) {
                int map = Integer.parseInt(seats.seatMap().substring(MAP.length())) - 1;
                for (String name : seats.names()) {
                    int dash = name.indexOf('-');
                    int row = Integer.parseInt(name.substring(0, dash)) - 1;
                    int seat = Integer.parseInt(name.substring(dash + 1)) - 1;
                    taken.get(map).set(row * hall.seatsInRow + seat, 1);
                }
                gone.addAndGet(seats.names().size());
            }
        }
    }
}
