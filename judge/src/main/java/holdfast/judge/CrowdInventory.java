package holdfast.judge;

import holdfast.Claim;
import holdfast.HoldfastCommands;
import holdfast.Hours;
import holdfast.Inventory;
import holdfast.Inventory.Calendar;
import holdfast.Inventory.Pool;
import holdfast.Inventory.Row;
import holdfast.Inventory.Seat;
import holdfast.Inventory.SeatMap;
import holdfast.TimeQuery;
import holdfast.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The inventories of a {@link Crowd}: a few of every kind, so small that most requests conflict.
final class CrowdInventory {
    private static final Instant MONDAY = Instant.parse("2027-03-22T00:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final List<String> POOLS = List.of("hall", "front", "balcony", "tiny");
    private static final List<String> STAFF = List.of("maya", "jon", "ida");
    private static final List<String> ROOMS = List.of("room-1", "room-2", "sauna");

    private CrowdInventory() {}

    static List<Inventory> inventory() {
        List<Inventory> all = new ArrayList<>(List.of(
                new Pool("hall", 24),
                new Pool("front", 10, Optional.of("hall")),
                new Pool("balcony", 12, Optional.of("hall")),
                new Pool("tiny", 2),
                map("stalls", 5, 9),
                map("loge 1".replace(' ', '-'), 2, 4)));
        STAFF.forEach(each -> all.add(new Calendar(each, 1, hours())));
        all.add(new Calendar("room-1"));
        all.add(new Calendar("room-2"));
        all.add(new Calendar("sauna", 3, null));
        return all;
    }

    private static SeatMap map(String id, int rows, int seats) {
        List<Row> all = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            List<Seat> line = new ArrayList<>();
            for (int seat = 1; seat <= seats; seat++) {
                // Names with a space, because seat names may contain one.
                String name = (char) ('A' + row) + (row == 0 ? " " : "-") + seat;
                line.add(new Seat(name, row == rows - 1 && seat <= 2));
            }
            all.add(new Row(line));
        }
        return new SeatMap(id, all);
    }

    /// Includes the night in which the clocks go forward.
    private static Hours hours() {
        Map<DayOfWeek, List<Hours.Span>> week = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            week.put(day, List.of(
                    new Hours.Span(LocalTime.of(1, 0), LocalTime.of(12, 0)),
                    new Hours.Span(LocalTime.of(12, 0), LocalTime.of(18, 30)),
                    new Hours.Span(LocalTime.of(22, 0), LocalTime.MIDNIGHT)));
        }
        return new Hours(ZONE, week, List.of());
    }

    static void offer(HoldfastCommands holdfast, String workspace) {
        inventory().forEach(each -> holdfast.offer(workspace, each));
    }

    /// An inventory to offer again, half of the time with a changed definition.
    static Inventory changed(RandomGenerator random) {
        List<Inventory> all = inventory();
        Inventory one = all.get(random.nextInt(all.size()));
        if (random.nextBoolean()) {
            return one;
        }
        return switch (one) {
            case Pool pool -> new Pool(
                    pool.id(), pool.capacity() + random.nextInt(-2, 4), pool.inside());
            case Calendar calendar -> new Calendar(
                    calendar.id(), calendar.lanes() + random.nextInt(2), calendar.hours());
            case SeatMap map -> map;
        };
    }

    static List<Claim> claims(RandomGenerator random) {
        int count = random.nextInt(10) < 6 ? 1 : random.nextInt(2, 5);
        List<Claim> claims = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            claims.add(switch (random.nextInt(3)) {
                case 0 -> new Claim.Capacity(any(POOLS, random), random.nextInt(1, 4));
                case 1 -> seats(random);
                default -> time(random);
            });
        }
        return claims;
    }

    private static Claim.Seats seats(RandomGenerator random) {
        SeatMap map = random.nextInt(4) == 0 ? map("loge-1", 2, 4) : map("stalls", 5, 9);
        if (random.nextInt(3) == 0) {
            return new Claim.Seats(
                    map.id(), new Claim.Best(random.nextInt(1, 5), random.nextInt(5) == 0));
        }
        Set<String> names = new HashSet<>();
        int count = random.nextInt(1, 4);
        while (names.size() < count) {
            Row row = map.rows().get(random.nextInt(map.rows().size()));
            names.add(row.seats().get(random.nextInt(row.seats().size())).name());
        }
        return new Claim.Seats(map.id(), new Claim.Named(List.copyOf(names)));
    }

    private static Claim.Time time(RandomGenerator random) {
        return new Claim.Time(start(random), parts(random));
    }

    /// Within two days around the change of the clocks.
    private static Instant start(RandomGenerator random) {
        return MONDAY.plus(Duration.ofDays(5)).plus(Duration.ofMinutes(15L * random.nextInt(192)));
    }

    private static List<Claim.Part> parts(RandomGenerator random) {
        Duration length = Duration.ofMinutes(15L * random.nextInt(1, 9));
        Duration before = Duration.ofMinutes(5L * random.nextInt(3));
        Duration after = Duration.ofMinutes(15L * random.nextInt(2));
        List<Claim.Part> parts = new ArrayList<>();
        parts.add(new Claim.Part(some(STAFF, random), Duration.ZERO, length, before, after));
        if (random.nextBoolean()) {
            parts.add(new Claim.Part(some(ROOMS, random), length));
        }
        if (random.nextInt(4) == 0) {
            parts.add(new Claim.Part(some(STAFF, random),
                    length, length.plusMinutes(30), Duration.ZERO, Duration.ZERO));
        }
        return parts;
    }

    static TimeQuery query(String workspace, RandomGenerator random) {
        Instant from = start(random);
        return new TimeQuery(workspace, new Window(from, from.plus(Duration.ofHours(12))), ZONE,
                Duration.ofMinutes(30), parts(random));
    }

    static String pool(RandomGenerator random) {
        return any(POOLS, random);
    }

    static String map(RandomGenerator random) {
        return random.nextBoolean() ? "stalls" : "loge-1";
    }

    static <T> T any(List<T> all, RandomGenerator random) {
        return all.get(random.nextInt(all.size()));
    }

    private static List<String> some(List<String> all, RandomGenerator random) {
        int first = random.nextInt(all.size());
        List<String> some = new ArrayList<>();
        for (int at = 0; at < random.nextInt(1, all.size() + 1); at++) {
            String next = all.get((first + at) % all.size());
            if (!some.contains(next)) {
                some.add(next);
            }
        }
        return some.isEmpty() ? List.of(all.get(first)) : some;
    }
}
