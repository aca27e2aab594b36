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

    /// The name of the customer's own pool or rows.
    static String limit(WantedClaim.Limited wish) {
        return "limit/" + wish.places().pool() + "/" + wish.customer();
    }

    static String of(WantedClaim.Seats wish) {
        return of(wish, 0);
    }

    static String of(WantedClaim.Seats wish, int item) {
        return "seats " + wish.seatMap() + " " + item + " " + String.join(" ", wish.names());
    }

    static String of(WantedClaim.Time wish) {
        return of(wish, 0);
    }

    static String of(WantedClaim.Time wish, int item) {
        String window = " " + wish.window().from() + " " + wish.window().to();
        return "time " + wish.calendar() + " " + item + " 0 0" + window + window;
    }

    /// Of the length of the engine's digest of a request.
    static String digest(WantedClaim.Keyed wish) {
        return "%064x".formatted(wish.places().hashCode());
    }

    /// The answer that is stored for a key, as the engine writes it.
    static String outcome(String hold) {
        return "made\t" + hold;
    }

    static String[] names(WantedClaim.Seats wish) {
        return wish.names().toArray(new String[0]);
    }
}
