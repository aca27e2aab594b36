package holdfast.bench.fill;

import holdfast.Claim;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.Refusal;
import java.util.Random;

/// One hall sold by best seats to random parties, one after the other, until the first pair is
/// refused. A bigger party that is refused goes away.
///
/// @param sold    seats sold before that
/// @param seats   seats of the hall
/// @param refused bigger parties that were refused before that
public record Filling(int sold, int seats, int refused) {
    private static final String WORKSPACE = "filling";
    private static final int PAIR = 2;
    /// The sizes of a hundred parties: half of them pairs.
    private static final int[][] PARTIES =
            {{1, 10}, {PAIR, 50}, {3, 12}, {4, 18}, {5, 5}, {6, 5}};

    /// Offers the chart as a map of its own and fills it.
    public static Filling of(Holdfast engine, FilledChart chart, String map, long seed) {
        engine.offer(WORKSPACE, new Inventory.SeatMap(map, chart.rows()));
        Random random = new Random(seed);
        int sold = 0;
        int refused = 0;
        while (true) {
            int party = party(random.nextInt(100));
            switch (engine.hold(new HoldRequest(WORKSPACE, new Claim.Seats(map, party)))) {
                case HoldOutcome.Granted _ -> sold += party;
                case Refusal.Unavailable _ when party <= PAIR -> {
                    return new Filling(sold, chart.seats(), refused);
                }
                case Refusal.Unavailable _ -> refused++;
                case Refusal other -> throw new IllegalStateException(other.toString());
            }
        }
    }

    private static int party(int percent) {
        int left = percent;
        for (int[] size : PARTIES) {
            left -= size[1];
            if (left < 0) {
                return size[0];
            }
        }
        throw new IllegalArgumentException("not a percentage: " + percent);
    }

    /// In percent of the seats.
    public double percent() {
        return 100.0 * sold / seats;
    }
}
