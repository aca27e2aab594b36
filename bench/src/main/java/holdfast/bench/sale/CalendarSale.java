package holdfast.bench.sale;

import holdfast.Inventory;
import holdfast.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// Calendars on which each client wants 15 to 120 minutes, on the quarter of an hour. As in a hall,
/// nine of ten clients have read the availability; when half of a season is gone, the next one goes
/// on sale.
///
/// @param first when the first season begins
public record CalendarSale(int calendars, Instant first) implements Field {
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final int QUARTERS = 90 * 24 * 4;
    private static final int LONGEST = 8;
    private static final int SEASONS = 400;
    private static final double GONE = 0.5;

    @Override
    public String word() {
        return "calendars";
    }

    @Override
    public String title() {
        return (calendars == 50 ? "Fifty" : calendars) + " calendars, 15 to 120 minutes";
    }

    @Override
    public List<Inventory> pattern() {
        List<Inventory> all = new ArrayList<>();
        for (int calendar = 0; calendar < calendars; calendar++) {
            all.add(new Inventory.Calendar(name(calendar)));
        }
        return all;
    }

    private static String name(int calendar) {
        return "cal-" + calendar;
    }

    @Override
    public Sale open(String workspace, int copies) {
        return new Open(workspace, calendars, first);
    }

    @Override
    public Sale unopposed(String workspace, int copies) {
        return new InOrder(workspace, this, new AtomicIntegerArray(calendars));
    }

    /// Each client gets the next time on a calendar.
    private record InOrder(String workspace, CalendarSale sale, AtomicIntegerArray ahead)
            implements Sale {
        @Override
        public Optional<WantedClaim> next(RandomGenerator random) {
            int length = random.nextInt(1, LONGEST + 1);
            int calendar = random.nextInt(sale.calendars);
            Instant start = sale.first.plus(
                    QUARTER.multipliedBy(ahead.getAndAdd(calendar, length)));
            Window window = new Window(start, start.plus(QUARTER.multipliedBy(length)));
            return Optional.of(new WantedClaim.Time(workspace, name(calendar), window));
        }
    }

    private static final class Open implements Sale {
        private final String workspace;
        private final int calendars;
        private final Instant begins;
        private final ConcurrentHashMap<Integer, AtomicIntegerArray> seasons =
                new ConcurrentHashMap<>();
        private final AtomicLong gone = new AtomicLong();

        Open(String workspace, int calendars, Instant begins) {
            this.workspace = workspace;
            this.calendars = calendars;
            this.begins = begins;
        }

        @Override
        public Optional<WantedClaim> next(RandomGenerator random) {
            int season = (int) (gone.get() / (GONE * calendars * QUARTERS));
            if (season >= SEASONS) {
                return Optional.empty();
            }
            AtomicIntegerArray taken = season(season);
            int length = random.nextInt(1, LONGEST + 1);
            int calendar = random.nextInt(calendars);
            int first = random.nextInt(QUARTERS - length + 1);
            if (random.nextInt(10) > 0) {
                first = firstFree(taken, calendar * QUARTERS, first, length);
            }
            Instant start = begins.plus(QUARTER.multipliedBy((long) season * QUARTERS + first));
            Window window = new Window(start, start.plus(QUARTER.multipliedBy(length)));
            return Optional.of(new WantedClaim.Time(workspace, name(calendar), window));
        }

        private AtomicIntegerArray season(int season) {
            return seasons.computeIfAbsent(
                    season, absent -> new AtomicIntegerArray(calendars * QUARTERS));
        }

        /// The next free window of this length, at that time or after it.
        private static int firstFree(
                AtomicIntegerArray taken, int calendar, int wanted, int length) {
            for (int first = wanted; first + length <= QUARTERS; first++) {
                if (free(taken, calendar + first, length)) {
                    return first;
                }
            }
            return wanted;
        }

        private static boolean free(AtomicIntegerArray taken, int first, int length) {
            for (int quarter = first; quarter < first + length; quarter++) {
                if (taken.get(quarter) != 0) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void granted(WantedClaim wish) {
            if (wish instanceof WantedClaim.Time time) {
                long since = Duration.between(begins, time.window().from()).dividedBy(QUARTER);
                int length = (int) time.window().length().dividedBy(QUARTER);
                int calendar = Integer.parseInt(time.calendar().substring("cal-".length()));
                int first = calendar * QUARTERS + (int) (since % QUARTERS);
                for (int quarter = first; quarter < first + length; quarter++) {
                    season((int) (since / QUARTERS)).set(quarter, 1);
                }
                gone.addAndGet(length);
            }
        }
    }
}
