package holdfast.server.demo;

import holdfast.Claim;
import holdfast.Holdfast;
import holdfast.Hours;
import holdfast.Inventory;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What is on sale: a concert hall of 600 seats, a club night for 500 in two sorts of ticket, and
/// a spa with three therapists, two rooms and a sauna for eight.
final class DemoInventory {
    private final Holdfast holdfast;
    private final String workspace;
    private final LocalDate day;

    DemoInventory(Holdfast holdfast, String workspace, LocalDate day) {
        this.holdfast = holdfast;
        this.workspace = workspace;
        this.day = day;
    }

    static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final List<String> THERAPISTS = List.of("maya", "jon", "lea");
    private static final List<String> ROOMS = List.of("room-1", "room-2");

    void offer() {
        List<Inventory.Row> rows = new ArrayList<>();
        for (char row = 'A'; row < 'A' + 20; row++) {
            List<Inventory.Seat> seats = new ArrayList<>();
            for (int seat = 1; seat <= 30; seat++) {
                seats.add(new Inventory.Seat(row + "-" + seat, row == 'T' && seat > 26));
            }
            rows.add(new Inventory.Row(seats));
        }
        holdfast.offer(workspace, new Inventory.SeatMap("hall", rows));
        holdfast.offer(workspace, new Inventory.Pool("club", 500));
        holdfast.offer(workspace, new Inventory.Pool("club-early", 200, Optional.of("club")));
        holdfast.offer(workspace, new Inventory.Pool("club-full", 400, Optional.of("club")));
        Map<DayOfWeek, List<Hours.Span>> week = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek each : DayOfWeek.values()) {
            week.put(each, List.of(new Hours.Span(LocalTime.of(9, 0), LocalTime.of(21, 0))));
        }
        Hours hours = new Hours(ZONE, week, List.of());
        THERAPISTS.forEach(id -> holdfast.offer(workspace, new Inventory.Calendar(id, 1, hours)));
        ROOMS.forEach(id -> holdfast.offer(workspace, new Inventory.Calendar(id, 1, hours)));
        holdfast.offer(workspace, new Inventory.Calendar("sauna", 8, hours));
    }

    /// The claims of one customer: mostly one, sometimes an evening of several.
    List<Claim> wish(RandomGenerator chance) {
        return switch (chance.nextInt(8)) {
            case 0, 1, 2 -> List.of(seats(chance));
            case 3, 4 -> List.of(places(chance));
            case 5 -> List.of(massage(chance));
            case 6 -> List.of(sauna(chance));
            default -> List.of(massage(chance), seats(chance), places(chance));
        };
    }

    private static Claim seats(RandomGenerator chance) {
        return new Claim.Seats("hall", 1 + chance.nextInt(4));
    }

    private static Claim places(RandomGenerator chance) {
        String ticket = chance.nextBoolean() ? "club-early" : "club-full";
        return new Claim.Capacity(ticket, 1 + chance.nextInt(3));
    }

    /// An hour with any therapist in any room, and a quarter of an hour to air the room.
    private Claim massage(RandomGenerator chance) {
        Duration hour = Duration.ofMinutes(60);
        return new Claim.Time(at(9 * 60 + 15 * chance.nextInt(44)), List.of(
                new Claim.Part(THERAPISTS, hour),
                new Claim.Part(ROOMS, Duration.ZERO, hour, Duration.ZERO,
                        Duration.ofMinutes(15))));
    }

    private Claim sauna(RandomGenerator chance) {
        return new Claim.Time(at(9 * 60 + 30 * chance.nextInt(22)), List.of(
                new Claim.Part(List.of("sauna"), Duration.ofMinutes(60))));
    }

    private Instant at(int minute) {
        return day.atStartOfDay(ZONE).plusMinutes(minute).toInstant();
    }

    String left() {
        long seats = holdfast.freeSeats(workspace, "hall").orElseThrow().free();
        long places = holdfast.freePlaces(workspace, "club").orElseThrow().places();
        return seats + " of 600 seats and " + places + " of 500 places left";
    }
}
