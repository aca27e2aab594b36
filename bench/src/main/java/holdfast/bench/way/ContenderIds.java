package holdfast.bench.way;

import holdfast.bench.sale.WantedClaim;
import java.util.concurrent.ThreadLocalRandom;

/// The contenders' ids of holds and claims: as long as the engine's, so that rows have the same
/// size.
final class ContenderIds {
    private static final long CHANCES = 1L << 60;

    private ContenderIds() {}

    /// It grows with time, so that new rows are neighbours in the indexes, as the engine's are.
    static String id() {
        String time = Long.toString(System.nanoTime() >>> 20, 32);
        String chance = Long.toString(CHANCES + ThreadLocalRandom.current().nextLong(CHANCES), 32);
        return "hld_" + "0".repeat(Math.max(0, 9 - time.length())) + time + chance;
    }

    static String of(WantedClaim.Places wish) {
        return "capacity " + wish.pool() + " 0 " + wish.quantity() + " claim";
    }

    static String of(WantedClaim.Seats wish) {
        return "seats " + wish.seatMap() + " 0 " + String.join(" ", wish.names());
    }

    static String of(WantedClaim.Time wish) {
        String window = " " + wish.window().from() + " " + wish.window().to();
        return "time " + wish.calendar() + " 0 0 0" + window + window;
    }

    static String[] names(WantedClaim.Seats wish) {
        return wish.names().toArray(new String[0]);
    }
}
